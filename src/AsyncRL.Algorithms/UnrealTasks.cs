using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The auxiliary tasks of UNREAL that are switched on, each with its activations, its loss and its metric; null for the others.
/// </summary>
internal sealed class UnrealTasks
{
    internal UnrealTasks(AlgorithmContext context, UnrealOptions options, LocalModel model, UnrealMemory? memory)
    {
        Measures measures = context.Statistics.Measures;
        ValueReplayLoss = measures.Metric("value_replay_loss", "half the weighted squared error of replayed values, mean over agent steps");
        RewardPredictionLoss = measures.Metric(
            "reward_prediction_loss", "weighted cross entropy of the next reward's sign, mean over windows");
        if (memory is null) return;
        (NetworkStructure structure, int choices) = (context.Network.Structure, context.Actor.Actions.Count);
        float discount = (float)options.ControlDiscount;
        if (options.ControlsPixels)
        {
            int cells = new PixelCells(context.Actor.ObservationSpecification).Count;
            PixelControl = new PixelControl(
                new ReplayedStretch(memory, context, model, options.TMax, UnrealHeads.PixelControl),
                structure,
                new ControlLoss<float>(cells, choices, discount, (float)options.PixelControl),
                measures.Metric("pixel_control_loss", "weighted error of all cells, mean over agent steps"),
                memory);
        }

        if (options.ControlsFeatures)
        {
            Shape features = structure.Nodes[structure.FeatureNode].Layer.Output;
            FeatureControl = new FeatureControl(
                new ReplayedStretch(memory, context, model, options.TMax, UnrealHeads.FeatureControl),
                structure,
                new ControlLoss<float>(features.Channels, choices, discount, (float)options.FeatureControl),
                measures.Metric("feature_control_loss", "weighted error of all features, mean over agent steps"),
                new FeatureChange<float>(features, options.FeatureReward == UnrealOptions.Change));
        }

        if (options.ReplaysValues) ValueReplay = new ReplayedStretch(memory, context, model, options.TMax, UnrealHeads.Value);
        if (options.PredictsRewards) RewardWindow = new RewardWindow(memory, structure, model, (float)options.RewardPrediction);
    }

    internal PixelControl? PixelControl { get; }

    internal FeatureControl? FeatureControl { get; }

    /// <summary>The stretch of value replay.</summary>
    internal ReplayedStretch? ValueReplay { get; }

    /// <summary>The window of reward prediction.</summary>
    internal RewardWindow? RewardWindow { get; }

    internal Metric ValueReplayLoss { get; }

    internal Metric RewardPredictionLoss { get; }
}

/// <summary>Reward prediction: three observations of the memory, and the activations of the layers that see them.</summary>
internal sealed class RewardWindow
{
    private readonly UnrealMemory _memory;
    private readonly LocalModel _model;
    private readonly RewardPredictionLoss<float> _loss;
    private readonly int _head;

    internal RewardWindow(UnrealMemory memory, NetworkStructure structure, LocalModel model, float weight)
    {
        (_memory, _model, _loss) = (memory, model, new RewardPredictionLoss<float>(weight));
        _head = structure.HeadIndex(UnrealHeads.RewardPrediction);
        Batch = model.NewBatch(RewardWindows.Length, part: structure.Part(UnrealHeads.RewardPrediction));
    }

    /// <summary>The activations, a row for each observation. Only the last row has a loss.</summary>
    internal Activations<float> Batch { get; }

    /// <summary>The row of the memory that the window ends with.</summary>
    internal long Last { get; private set; }

    /// <summary>Draws a window and runs the network with θ′ on it.</summary>
    internal void Recall(RandomGenerator generator)
    {
        Last = _memory.DrawWindow(generator);
        for (int i = 0; i < RewardWindows.Length; i++) _memory.Write(Last - RewardWindows.Length + 1 + i, Batch, i);
        _model.Forward(Batch, 0, RewardWindows.Length);
    }

    /// <summary>Computes the loss of the reward that follows the window, and its gradient.</summary>
    internal float Learn()
    {
        const int End = RewardWindows.Length - 1;
        return _loss.Learn(Batch.Output(_head, End), _memory.Ring.RewardOf(Last), Batch.OutputGradient(_head, End));
    }
}

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
