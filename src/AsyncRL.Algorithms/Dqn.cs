using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Deep Q-learning from a replay memory (Mnih et al. 2015). Options make it Double (van Hasselt et al. 2016), Dueling (Wang et al. 2016),
/// Prioritized (Schaul et al. 2016) and of n steps.
/// </summary>
public sealed class Dqn : ReplayAlgorithm<DqnOptions>
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
    public override void Check(NetworkStructure network) => RefuseMemory(network, SingleAgentSteps, R2d2Instead);

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) =>
        EnvironmentsOf(threads) + (2L * Options.Memory.RowsOfPass(network, threads, ofPixels));

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) =>
        ReplayMemory.SizeOf(observation, Options.Memory);

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps)
    {
        double learned = agentSteps * Options.MinibatchSize / Options.StepsPerUpdate;
        double online = agentSteps + (learned * (Options.Double ? 2 : 1));
        return new ForwardPasses(online, learned, RowsPerPass: Options.MinibatchSize, Learned: learned);
    }

    /// <inheritdoc/>
    private protected override ReplayMemory CreateMemory(NetworkStructure network, Actor actor, RandomGenerator generator) =>
        new(actor.ObservationSpecification, actor.Actions, Options.Memory, generator);

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member) => new DqnLearner(member, Options);
}

/// <summary>The hyper-parameters of <see cref="Dqn"/>, each with its unit, default and source.</summary>
public sealed record DqnOptions : TransitionOptions
{
    /// <summary>Sets the defaults that differ from those of the asynchronous algorithms.</summary>
    public DqnOptions() =>
        (FinalExploration, FinalExplorationProbabilities, Error) = ("0.1", "1", Huber);

    /// <summary>f.</summary>
    [Option("steps-per-update", "agent steps", "f, agent steps of all environments for each update (4: Mnih et al. 2015)",
        Minimum = 1, Maximum = 1_000_000)]
    public override int StepsPerUpdate { get; init; } = 4;

    /// <summary>B.</summary>
    [Option("minibatch-size", "agent steps", "B, the agent steps from which an update learns (32: Mnih et al. 2015)",
        Minimum = 1, Maximum = 1_000_000)]
    public override int MinibatchSize { get; init; } = 32;
}

/// <summary>
/// The part of deep Q-learning that one thread does: it acts in its environments, and computes the gradient of its share of each
/// minibatch.
/// </summary>
/// <remarks>After construction the learner allocates nothing.</remarks>
internal sealed class DqnLearner : ReplayLearner
{
    private readonly DqnOptions _options;
    private readonly TransitionLearning _learning;

    internal DqnLearner(SynchronousMember member, DqnOptions options)
        : base(member, options)
    {
        _options = options;
        int rows = options.Memory.RowsOfPass(Model.Network.Structure, member.Session.ActorLearners, member.HasPixels);
        _learning = new TransitionLearning(
            Model, Target, Memory, options, member.Actors[0].ObservationSpecification, rows, member.Statistics, Metrics);
    }

    /// <inheritdoc/>
    public override double GradientScale => _options.LossScale == ReplayOptions.Sum ? 1 : 1.0 / _options.MinibatchSize;

    /// <inheritdoc/>
    protected override void AddGradients() => _learning.AddGradients(Share.Start, Share.Length);
}
