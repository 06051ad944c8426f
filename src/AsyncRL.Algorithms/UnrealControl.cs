using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// An auxiliary task of control: a replayed stretch, the action values of many things, and what each of them is rewarded for.
/// </summary>
internal abstract class UnrealControl
{
    private readonly Metric _metric;

    private protected UnrealControl(
        ReplayedStretch stretch, NetworkStructure network, string head, ControlLoss<float> loss, Metric metric) =>
        (Stretch, Head, Loss, _metric) = (stretch, network.HeadIndex(head), loss, metric);

    /// <summary>The agent steps.</summary>
    internal ReplayedStretch Stretch { get; }

    /// <summary>The index of its head.</summary>
    internal int Head { get; }

    /// <summary>Its loss.</summary>
    internal ControlLoss<float> Loss { get; }

    /// <summary>c: what an agent step of the stretch did to each thing.</summary>
    internal abstract ReadOnlySpan<float> RewardsOf(int step);

    /// <summary>Adds the loss of the stretch to the metrics.</summary>
    internal void Publish(ActorStatistics statistics) => statistics.Add(_metric, Loss.Total, Stretch.Steps);
}

/// <summary>Control of pixels: each cell of the image is rewarded for its change.</summary>
internal sealed class PixelControl(
    ReplayedStretch stretch, NetworkStructure network, ControlLoss<float> loss, Metric metric, UnrealMemory memory)
    : UnrealControl(stretch, network, UnrealHeads.PixelControl, loss, metric)
{
    internal override ReadOnlySpan<float> RewardsOf(int step) => memory.ChangesOf(Stretch.RowOf(step));
}

/// <summary>
/// Control of features: each unit is rewarded for what it shows under the present θ′. A terminal observation is not kept, so its features
/// count 0.
/// </summary>
internal sealed class FeatureControl(
    ReplayedStretch stretch, NetworkStructure network, ControlLoss<float> loss, Metric metric, FeatureChange<float> change)
    : UnrealControl(stretch, network, UnrealHeads.FeatureControl, loss, metric)
{
    internal override ReadOnlySpan<float> RewardsOf(int step) => Stretch.IsTerminal && step == Stretch.Steps - 1
        ? change.Nothing()
        : change.Of(Stretch.Batch.Features(step), Stretch.Batch.Features(step + 1));
}
