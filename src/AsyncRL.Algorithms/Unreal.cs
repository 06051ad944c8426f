using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Reinforcement learning with unsupervised auxiliary tasks (Jaderberg et al. 2017): A3C whose network also learns, from a replay memory of
/// each thread, to control pixels, to predict rewards and to value past observations again.
/// </summary>
public sealed class Unreal : ActorLearnerAlgorithm<UnrealOptions>
{
    /// <inheritdoc/>
    public override string Name => "unreal";

    /// <inheritdoc/>
    public override string Summary => "A3C with pixel control, reward prediction and value replay from memories (Jaderberg et al. 2017)";

    /// <summary>The heads of a network whose observations are not known: those of A3C alone.</summary>
    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => UnrealHeads.ActorCritic(actions);

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(
        NetworkDescription network, ObservationSpecification observation, ActionSpecification actions)
    {
        var heads = ImmutableArray.CreateBuilder<HeadDescription>();
        heads.AddRange(Heads(actions));
        if (Options.ControlsPixels) heads.Add(UnrealHeads.Pixels(new PixelCells(observation), actions));
        if (Options.ControlsFeatures)
        {
            var input = new Shape(observation.Height, observation.Width, observation.Channels);
            heads.Add(UnrealHeads.Features(NetworkStructure.FeaturesOf(network, input), actions));
        }

        if (Options.PredictsRewards) heads.Add(UnrealHeads.Rewards());
        return heads.ToImmutable();
    }

    /// <inheritdoc/>
    public override int SideInputs(ActionSpecification actions) => Options.LastStep ? LastStep.LengthFor(actions) : 0;

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        if (!Options.ControlsPixels || PixelCells.Fit(environment.Observation)) return;
        throw new InputException(
            $"The option pixel-control is {Options.PixelControl:0.###}, but an observation is {environment.Observation}; "
            + $"expected an image of at least {PixelCells.SmallestImage}×{PixelCells.SmallestImage} pixels, or pixel-control 0.");
    }

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels)
    {
        ArgumentNullException.ThrowIfNull(network);
        long rows = 0;
        foreach ((NetworkPart _, long ofPart, bool _) in Batches(network)) rows += ofPart;
        return rows;
    }

    /// <inheritdoc/>
    public override ActivationsSize SizeOfActivations(
        NetworkStructure network, ObservationSpecification observation, long rows, bool ofPixels)
    {
        ArgumentNullException.ThrowIfNull(network);
        ActivationsSize size = default;
        foreach ((NetworkPart part, long ofPart, bool isReplayed) in Batches(network))
        {
            bool keepsPixels = isReplayed && observation.Kind == ObservationKind.Pixels;
            size = size.Plus(ActivationsSize.Of(network, ofPart, ofPixels: keepsPixels, part: part));
        }

        return size;
    }

    /// <inheritdoc/>
    public override long AgentStepsBeforeUpdate(int threads) =>
        Options.HasMemory ? threads * ((long)Options.ReplayStart + (2L * Options.TMax) + 1) : 1;

    /// <inheritdoc/>
    public override StoreSize OwnStoreSize(ObservationSpecification observation, ActionSpecification actions) =>
        Options.HasMemory ? UnrealMemory.SizeOf(observation, Options) : default;

    /// <summary>
    /// The rows of the auxiliary tasks pass through a part of the network. They count as the rows of the whole network that have as many
    /// multiply-adds.
    /// </summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(NetworkStructure network, double agentSteps)
    {
        ArgumentNullException.ThrowIfNull(network);
        double online = 0, learned = 0, passes = 0;
        foreach ((NetworkPart part, long rows, bool isReplayed) in Batches(network))
        {
            double share = (double)part.MultiplyAddsPerRow / network.MultiplyAddsPerRow;
            bool isWindow = rows == RewardWindows.Length && isReplayed;
            online += share * (isWindow ? rows : agentSteps + 1);
            learned += share * (isWindow ? rows : agentSteps);
            passes += share * (isReplayed ? 1 : agentSteps + 1);
        }

        return new ForwardPasses(online, 0, RowsPerPass: online / passes, Learned: learned);
    }

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new UnrealLearner(context, Options);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new SoftmaxAgent(network, actions, ActingPart(network.Structure));
    }

    /// <summary>The actor-critic without the auxiliary tasks.</summary>
    /// <inheritdoc/>
    public override NetworkPart ActingPart(NetworkStructure network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Part(UnrealHeads.Policy, UnrealHeads.Value);
    }

    /// <summary>The batches of a thread: the layers, the rows, and whether they come from the memory.</summary>
    private List<(NetworkPart Part, long Rows, bool IsReplayed)> Batches(NetworkStructure network)
    {
        long rows = Options.TMax + 1L;
        var batches = new List<(NetworkPart, long, bool)> { (network.Part(UnrealHeads.Policy, UnrealHeads.Value), rows, false) };
        if (Options.ControlsPixels) batches.Add((network.Part(UnrealHeads.PixelControl), rows, true));
        if (Options.ControlsFeatures) batches.Add((network.Part(UnrealHeads.FeatureControl), rows, true));
        if (Options.ReplaysValues) batches.Add((network.Part(UnrealHeads.Value), rows, true));
        if (Options.PredictsRewards) batches.Add((network.Part(UnrealHeads.RewardPrediction), RewardWindows.Length, true));
        return batches;
    }
}
