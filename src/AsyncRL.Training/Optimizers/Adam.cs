using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Optimizers;

/// <summary>Adam with moments and a step count per thread (Kingma and Ba 2015).</summary>
/// <param name="options">The constants.</param>
/// <param name="length">Length of θ, padding included.</param>
internal sealed class Adam(OptimizerOptions options, int length) : Optimizer
{
    private readonly AlignedBlock<float> _moments = new(2 * length);
    private long _updates;

    public override string Summary => "Adam with moments for each thread (Kingma and Ba 2015)";

    /// <summary>The mean, followed by the mean square.</summary>
    public override Span<float> OwnStatistic => _moments.Span;

    public override void Apply(SharedParameters shared, ReadOnlySpan<float> gradient, double learningRate) =>
        shared.ApplyMoments(new AdamRule(options, learningRate, ++_updates), gradient, _moments.Span[..length], _moments.Span[length..]);

    public override void ApplyAndSnapshot(SharedParameters shared, in SegmentUpdate update, double learningRate)
    {
        var rule = new AdamRule(options, learningRate, ++_updates);
        shared.ApplyMomentsAndSnapshot(rule, in update, _moments.Span[..length], _moments.Span[length..]);
    }

    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        writer.Write(_updates);
    }

    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        CheckSquares(_moments.Span[length..]);
        _updates = reader.ReadInt64();
        SavedState.Check("number of updates", _updates, 0, long.MaxValue - 1);
    }
}
