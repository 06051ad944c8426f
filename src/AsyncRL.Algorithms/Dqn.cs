using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Deep Q-learning from a replay memory (Mnih et al. 2015). Options make it Double (van Hasselt et al. 2016), Dueling (Wang et al. 2016),
/// Prioritized (Schaul et al. 2016) and of n steps.
/// </summary>
public sealed class Dqn : SynchronousAlgorithm<DqnOptions>
{
    /// <inheritdoc/>
    public override string Name => "dqn";

    /// <inheritdoc/>
    public override string Summary => "Q-learning from a replay memory (Mnih et al. 2015); with options Double, Dueling, Prioritized";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["optimizer"] = "centered-rmsprop",
            ["learning-rate"] = "2.5e-4",
            ["learning-rate-schedule"] = "constant",
            ["decay"] = "0.95",
            ["epsilon"] = "0.01",
            ["clip-norm"] = "0",
        });

    /// <inheritdoc/>
    public override int Environments => Options.Environments;

    /// <inheritdoc/>
    public override int TargetNetworks => 1;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        ActionValues<float>.Heads(actions.Count, Options.Dueling);

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        Exploration.Read(Options);
    }

    /// <inheritdoc/>
    public override void Check(NetworkStructure network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!network.IsRecurrent) return;
        throw new InputException(
            $"The network {network.Description.Name} has memory, but {Name} learns from single agent steps; "
            + "expected a network without memory.");
    }

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => 1;

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode) =>
        EnvironmentsOf(threads) + (2L * Options.RowsOfPass(network, threads));

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions) =>
        ReplayMemory.SizeOf(observation, Options.Environments, Options);

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps)
    {
        double learned = agentSteps * Options.MinibatchSize / Options.StepsPerUpdate;
        double online = agentSteps + (learned * (Options.Double ? 2 : 1));
        return new ForwardPasses(online, learned, RowsPerPass: Options.MinibatchSize, Learned: learned);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new ActionValueAgent(network);

    /// <inheritdoc/>
    protected override object CreateCommon(Session session, Actor firstActor)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(firstActor);
        var common = new DqnCommon(new ReplayMemory(
            firstActor.ObservationSpecification,
            firstActor.Actions,
            Options.Environments,
            Options,
            new RandomGenerator(session.Seed).Split("replay")));
        session.Sections.Add(common.Memory.Section);
        return common;
    }

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member) => new DqnLearner(member, Options);
}

/// <summary>The hyper-parameters of <see cref="Dqn"/>, each with its unit, default and source.</summary>
public sealed record DqnOptions : ReplayOptions
{
    internal const string Sum = "sum";

    /// <summary>Sets the defaults that differ from those of the asynchronous algorithms.</summary>
    public DqnOptions() =>
        (FinalExploration, FinalExplorationProbabilities, Error) = ("0.1", "1", Huber);

    /// <summary>E.</summary>
    [Option("environments", "", "E, the environments that act side by side, one agent step each between updates",
        Minimum = 1, Maximum = 4096)]
    public int Environments { get; init; } = 4;

    /// <summary>f.</summary>
    [Option("steps-per-update", "agent steps", "f, agent steps of all environments for each update (4: Mnih et al. 2015)",
        Minimum = 1, Maximum = 1_000_000)]
    public int StepsPerUpdate { get; init; } = 4;

    /// <summary>Whether the target's action is θ's best.</summary>
    [Option("double", "", "the target's action is θ's best rather than θ⁻'s (van Hasselt et al. 2016)")]
    public bool Double { get; init; }

    /// <summary>Whether gradients are summed or averaged.</summary>
    [Option("loss-scale", "", "sum of the gradients of a minibatch (Mnih et al. 2015), or their mean (most later programs)",
        AllowedValues = "sum mean")]
    public string LossScale { get; init; } = Sum;

    internal override bool IsDouble => Double;

    /// <summary>The rows that pass through the network together.</summary>
    internal int RowsOfPass(NetworkStructure network, int threads) =>
        PassSize.Rows(network, ((MinibatchSize - 1) / threads) + 1);
}

/// <summary>What all members of a run share besides θ and θ⁻.</summary>
/// <param name="memory">The replay memory.</param>
internal sealed class DqnCommon(ReplayMemory memory)
{
    /// <summary>The replay memory.</summary>
    internal ReplayMemory Memory { get; } = memory;

    /// <summary>Updates of the present round.</summary>
    internal int Updates { get; set; }

    /// <summary>Whether the present round renews θ⁻.</summary>
    internal bool RenewsTarget { get; set; }

    /// <summary>How many multiples of the target interval T had passed when θ⁻ was renewed last.</summary>
    internal long TargetIntervals { get; set; }
}
