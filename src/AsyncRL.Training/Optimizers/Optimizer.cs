using System.Runtime.InteropServices;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>Applies one thread's gradients to the shared parameters.</summary>
public abstract class Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>Names of the optimizers, with the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["shared-rmsprop", "rmsprop", "momentum-sgd", "shared-adam", "adam"];

    /// <summary>The method and its publication, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Makes one thread's optimizer.</summary>
    /// <param name="options">The name of the optimizer and its constants.</param>
    /// <param name="length">Length of θ, padding included.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">There is no such optimizer.</exception>
    public static Optimizer Create(OptimizerOptions options, int length)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Optimizer switch
        {
            "shared-rmsprop" => new SharedRmsProp(options),
            "rmsprop" => new RmsProp(options, length),
            "momentum-sgd" => new MomentumSgd(options, length),
            "shared-adam" => new SharedAdam(options),
            "adam" => new Adam(options, length),
            _ => throw new ArgumentException($"There is no optimizer \"{options.Optimizer}\".", nameof(options)),
        };
    }

    /// <summary>The thread's own statistics, for checkpoints. Empty if all statistics are shared.</summary>
    public virtual Span<float> OwnStatistic => default;

    /// <summary>Writes all state that belongs to the thread.</summary>
    /// <param name="writer">Receives the state.</param>
    public virtual void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(MemoryMarshal.AsBytes(OwnStatistic));
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Its position is at the start of the state.</param>
    /// <exception cref="InvalidDataException">A number is none that statistics can have.</exception>
    public virtual void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(OwnStatistic));
        SavedState.CheckFinite("optimizer's statistics", OwnStatistic);
    }

    /// <summary>Refuses a mean square that is negative: its root would be NaN, and so would θ.</summary>
    /// <param name="squares">The mean squares.</param>
    /// <exception cref="InvalidDataException">One is negative.</exception>
    internal static void CheckSquares(ReadOnlySpan<float> squares)
    {
        for (int i = 0; i < squares.Length; i++)
        {
            if (squares[i] < 0)
                throw new InvalidDataException(FormattableString.Invariant($"mean square {i} is {squares[i]}; expected at least 0"));
        }
    }

    /// <summary>
    /// The mean squares before the first update, shared or of one thread: for RMSProp the configured g, for Adam 0, because Adam's bias
    /// corrections assume it.
    /// </summary>
    /// <param name="options">The name of the optimizer and its constants.</param>
    /// <param name="length">Length of θ, padding included.</param>
    /// <returns>A block of equal numbers.</returns>
    internal static AlignedBlock<float> InitialStatistic(OptimizerOptions options, int length)
    {
        var statistic = new AlignedBlock<float>(length);
        if (options.Optimizer is "shared-rmsprop" or "rmsprop") statistic.Span.Fill((float)options.InitialMeanSquare);
        return statistic;
    }

    /// <summary>Updates the shared parameters by one gradient.</summary>
    /// <param name="shared">The shared parameters.</param>
    /// <param name="gradient">The gradient of the loss: the update descends.</param>
    /// <param name="learningRate">η at this update.</param>
    public abstract void Apply(SharedParameters shared, ReadOnlySpan<float> gradient, double learningRate);

    /// <summary>Updates the shared parameters by a segment's gradient and writes the next snapshot in the same sweep.</summary>
    /// <param name="shared">The shared parameters.</param>
    /// <param name="update">The gradient of the loss, and the destination of the snapshot.</param>
    /// <param name="learningRate">η at this update.</param>
    public abstract void ApplyAndSnapshot(SharedParameters shared, in SegmentUpdate update, double learningRate);
}
