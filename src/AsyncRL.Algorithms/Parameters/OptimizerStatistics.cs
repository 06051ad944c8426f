using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// An optimizer's memory: its statistics, blocks as long as θ, and the number of its updates. All threads share one object if the optimizer
/// is shared; otherwise each thread has its own.
/// </summary>
public sealed class OptimizerStatistics
{
    /// <summary>The name of the number of updates among the sections of a checkpoint.</summary>
    internal const string UpdatesSection = "optimizer";

    private readonly AlignedBlock<float>[] _blocks;
    private PaddedCounter _updates;

    /// <summary>Allocates the statistics as they are before the first update.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="length">Length of θ, padding included.</param>
    public OptimizerStatistics(Optimizer optimizer, int length)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        _blocks = new AlignedBlock<float>[optimizer.Statistics];
        for (int i = 0; i < _blocks.Length; i++)
        {
            _blocks[i] = new AlignedBlock<float>(length);
        }

        Restart();
    }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Number of updates by these statistics.</summary>
    public long Updates
    {
        get => _updates.Value;
        internal set => _updates.Value = value;
    }

    /// <summary>One statistic.</summary>
    /// <param name="index">Its index, below <see cref="Parameters.Optimizer.Statistics"/>.</param>
    /// <returns>A block as long as θ.</returns>
    public Span<float> Block(int index) => _blocks[index].Span;

    internal StatisticSpans Spans =>
        new(_blocks.Length > 0 ? _blocks[0].Span : default, _blocks.Length > 1 ? _blocks[1].Span : default);

    /// <summary>Makes the statistics what they are before the first update. No thread may use them meanwhile.</summary>
    internal void Restart()
    {
        for (int i = 0; i < _blocks.Length; i++) Block(i).Fill(Optimizer.InitialStatistic(i));
    }

    /// <summary>Counts an update, as one indivisible step.</summary>
    /// <returns>The number of this update, starting at 1: Adam's t.</returns>
    internal long CountUpdate() => _updates.Add(1);

    /// <summary>The sections of shared statistics: the number of updates, and each statistic by its name.</summary>
    internal IEnumerable<Section> Sections
    {
        get
        {
            yield return new Section(UpdatesSection, TransferUpdates);
            for (int i = 0; i < _blocks.Length; i++)
            {
                int index = i;
                yield return new Section(Optimizer.SectionName(index), state => TransferBlock(state, index));
            }
        }
    }

    /// <summary>Writes or reads all statistics. No thread may use them meanwhile.</summary>
    /// <param name="state">Writes or reads them.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that statistics can have.</exception>
    internal void Transfer(StateTransfer state)
    {
        TransferUpdates(state);
        for (int i = 0; i < _blocks.Length; i++) TransferBlock(state, i);
    }

    private void TransferUpdates(StateTransfer state) =>
        Updates = state.LongNumber(Updates, "number of updates", 0, long.MaxValue - 1);

    /// <summary>The root of a negative mean square would be NaN, and so would θ.</summary>
    private void TransferBlock(StateTransfer state, int index) =>
        state.Floats(Block(index), $"optimizer's {Optimizer.StatisticName(index)}", Optimizer.IsMeanSquare(index) ? 0 : null);
}
