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
            yield return new Section(UpdatesSection, SaveUpdates, RestoreUpdates);
            for (int i = 0; i < _blocks.Length; i++)
            {
                int index = i;
                yield return new Section(
                    Optimizer.SectionName(index), writer => writer.WriteNumbers(Block(index)), reader => RestoreBlock(reader, index));
            }
        }
    }

    /// <summary>Writes all statistics. No thread may use them meanwhile.</summary>
    /// <param name="writer">Receives them.</param>
    internal void SaveState(BinaryWriter writer)
    {
        foreach (Section section in Sections) section.Save(writer);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Its position is at the start of the statistics.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that statistics can have.</exception>
    internal void RestoreState(BinaryReader reader)
    {
        foreach (Section section in Sections) section.Restore(reader);
    }

    private void SaveUpdates(BinaryWriter writer) => writer.Write(Updates);

    private void RestoreUpdates(BinaryReader reader)
    {
        long updates = reader.ReadInt64();
        SavedState.Check("number of updates", updates, 0, long.MaxValue - 1);
        Updates = updates;
    }

    /// <summary>The root of a negative mean square would be NaN, and so would θ.</summary>
    private void RestoreBlock(BinaryReader reader, int index) => reader.ReadNumbers(
        $"optimizer's {Optimizer.StatisticName(index)}", Block(index), Optimizer.IsMeanSquare(index) ? 0 : float.MinValue);
}
