using System.Collections.Immutable;
using AsyncRL.Algorithms.Episodic;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Q-learning with experience replay as it began (Lin 1992): a network for each action, and episodes that are replayed from their last
/// agent step to their first.
/// </summary>
public sealed class Lin : EpisodeAlgorithm<LinOptions>
{
    /// <inheritdoc/>
    public override string Name => "lin";

    /// <inheritdoc/>
    public override string Summary => "a network for each action, and episodes replayed backwards (Lin 1992)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["optimizer"] = "momentum-sgd",
            ["learning-rate"] = "0.05",
            ["learning-rate-schedule"] = "constant",
            ["decay"] = "0.9",
            ["clip-norm"] = "0",
        });

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => ActionValues<float>.SeparateHeads(actions.Count);

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) => 3;

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        new(agentSteps * (1 + (2 * Options.Lessons)), 0, Learned: agentSteps * Options.Lessons);

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) =>
        SizeOf(observation, "the episodes", numbers: 0);

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member) => new LinLearner(member, Options);
}

/// <summary>The hyper-parameters of <see cref="Lin"/>, each with its unit, default and source.</summary>
public sealed record LinOptions : EpisodeOptions
{
    /// <summary>γ.</summary>
    [Option("discount", "", "γ, the weight of a reward one agent step later (0.9: Lin 1992)", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.9;

    /// <summary>The first temperature.</summary>
    [Option("temperature", "units of the value", "the temperature of Boltzmann exploration at the start", Minimum = 1e-6, Maximum = 1e6)]
    public double Temperature { get; init; } = 0.5;

    /// <summary>The last temperature.</summary>
    [Option("final-temperature", "units of the value", "the temperature that is reached linearly at the end of the run",
        Minimum = 1e-6, Maximum = 1e6)]
    public double FinalTemperature { get; init; } = 0.02;

    /// <summary>Number of lessons.</summary>
    [Option("lessons", "episodes",
        "episodes that are replayed after each episode: the newest one, and others of which newer ones are preferred",
        Minimum = 1, Maximum = 100_000)]
    public int Lessons { get; init; } = 10;

    /// <summary>Number of episodes that are kept.</summary>
    [Option("kept-episodes", "episodes", "the newest episodes, among which the lessons are (100: Lin 1992)",
        Minimum = 1, Maximum = 1_000_000)]
    public int KeptEpisodes { get; init; } = 100;

    /// <summary>How much newer episodes are preferred.</summary>
    [Option("recency", "", "how much more probable the newest episode is than the oldest: e to this power", Minimum = 0, Maximum = 50)]
    public double Recency { get; init; } = 3;

    /// <summary>The smallest probability of a replayed action.</summary>
    [Option("policy-threshold", "",
        "an agent step is replayed only if the present policy takes its action with at least this probability (Lin 1992); 0: always",
        Minimum = 0, Maximum = 1)]
    public double PolicyThreshold { get; init; } = 0.01;

    /// <summary>Number of agent steps that are kept.</summary>
    [Option("replay-size", "agent steps", "the agent steps that are kept; an episode that is not complete any more is not replayed",
        Minimum = 1, Maximum = 1_000_000_000)]
    public override int ReplaySize { get; init; } = 50_000;
}
