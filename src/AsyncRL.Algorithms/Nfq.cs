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
/// Neural fitted Q (Riedmiller 2005): after each episode a small network is fitted to targets of all transitions so far, by Rprop over the
/// whole set. It minimizes a cost between 0 and 1.
/// </summary>
public sealed class Nfq : EpisodeAlgorithm<NfqOptions>
{
    /// <inheritdoc/>
    public override string Name => "nfq";

    /// <inheritdoc/>
    public override string Summary => "fits a small network to all transitions so far after each episode, by Rprop (Riedmiller 2005)";

    /// <inheritdoc/>
    public override bool LearnsCosts => true;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["optimizer"] = "rprop",
            ["learning-rate"] = "1",
            ["learning-rate-schedule"] = "constant",
            ["clip-norm"] = "0",
        });

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => ActionValues<float>.Heads(actions.Count, false);

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) =>
        1 + NfqOptions.RowsOfPass(network, ofPixels);

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) =>
        SizeOf(observation, "the transitions", numbers: 1);

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member) => new NfqLearner(member, Options);
}

/// <summary>The hyper-parameters of <see cref="Nfq"/>, each with its unit, default and source.</summary>
public sealed record NfqOptions : EpisodeOptions
{
    internal const string Failure = "failure";

    /// <summary>γ.</summary>
    [Option("discount", "", "γ, the weight of a cost one agent step later (0.95: Riedmiller 2005, pole)", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.95;

    /// <summary>c.</summary>
    [Option("step-cost", "", "cost of an agent step (0 for the pole, 0.01 for the tasks with a goal: Riedmiller 2005)",
        Minimum = 0, Maximum = 1)]
    public double StepCost { get; init; }

    /// <summary>What a terminal state means.</summary>
    [Option("terminal-state", "",
        "failure: a terminal state costs failure-cost, and nothing else does (the pole); goal: it costs no more than the agent step",
        AllowedValues = "failure goal")]
    public string TerminalState { get; init; } = Failure;

    /// <summary>C⁻.</summary>
    [Option("failure-cost", "", "C⁻, the cost of a terminal state that is a failure (1: Riedmiller 2005)", Minimum = 0, Maximum = 1)]
    public double FailureCost { get; init; } = 1;

    /// <summary>Number of random episodes.</summary>
    [Option("random-episodes", "episodes", "episodes with random actions before the first fit", Minimum = 1, Maximum = 1_000_000)]
    public int RandomEpisodes { get; init; } = 20;

    /// <summary>ε after the random episodes.</summary>
    [Option("episode-exploration", "", "ε after the random episodes (0, greedy: Riedmiller 2005)", Minimum = 0, Maximum = 1)]
    public double EpisodeExploration { get; init; }

    /// <summary>N.</summary>
    [Option("fits", "", "N, how often the targets are computed again and fitted after each episode", Minimum = 1, Maximum = 100_000)]
    public int Fits { get; init; } = 1;

    /// <summary>Passes over all transitions in a fit.</summary>
    [Option("epochs", "", "passes of Rprop over all transitions for each fit", Minimum = 1, Maximum = 100_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>Number of transitions that are kept.</summary>
    [Option("replay-size", "agent steps", "the agent steps that are kept; the oldest go", Minimum = 1, Maximum = 1_000_000_000)]
    public override int ReplaySize { get; init; } = 20_000;

    /// <summary>The rows that pass through the network together.</summary>
    internal static int RowsOfPass(NetworkStructure network, bool ofPixels) => PassSize.Rows(network, 1024, ofPixels);
}
