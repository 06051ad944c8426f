using System.Runtime.InteropServices;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// An optimizer's memory: its statistics, blocks as long as θ, and the number of its updates. All threads share one object if the optimizer
/// is shared; otherwise each thread has its own.
/// </summary>
public sealed class OptimizerStatistics
{
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
            _blocks[i].Span.Fill(optimizer.InitialStatistic(i));
        }
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

    /// <summary>Counts an update, as one indivisible step.</summary>
    /// <returns>The number of this update, starting at 1: Adam's t.</returns>
    internal long CountUpdate() => _updates.Add(1);

    /// <summary>Writes all statistics. No thread may use them meanwhile.</summary>
    /// <param name="writer">Receives them.</param>
    internal void SaveState(BinaryWriter writer)
    {
        writer.Write(Updates);
        foreach (AlignedBlock<float> block in _blocks) writer.Write(MemoryMarshal.AsBytes(block.Span));
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Its position is at the start of the statistics.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that statistics can have.</exception>
    internal void RestoreState(BinaryReader reader)
    {
        Updates = reader.ReadInt64();
        SavedState.Check("number of updates", Updates, 0, long.MaxValue - 1);
        for (int i = 0; i < _blocks.Length; i++)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Block(i)));
            Check(i);
        }
    }

    /// <summary>Refuses numbers that no statistic can have. The root of a negative mean square would be NaN, and so would θ.</summary>
    private void Check(int index)
    {
        SavedState.CheckFinite("optimizer's statistics", Block(index));
        if (!Optimizer.IsMeanSquare(index)) return;
        for (int i = 0; i < Block(index).Length; i++)
        {
            float square = Block(index)[i];
            if (square < 0)
                throw new InvalidDataException(FormattableString.Invariant($"mean square {i} is {square}; expected at least 0"));
        }
    }
}
