using AsyncRL.Core.Options;

namespace AsyncRL.Training.Exchange;

/// <summary>The options that determine how the ranks of a run exchange what they learn. With one rank they have no effect.</summary>
public sealed record ExchangeOptions
{
    internal const string Mean = "mean";
    internal const string Sum = "sum";
    internal const string Elastic = "elastic";
    internal const string Turns = "turns";

    /// <summary>The combination of the movements.</summary>
    [Option("exchange-combine", "", "what the ranks do with their movements of θ in a round: mean adds their mean to every θ; sum adds "
        + "their sum; elastic pulls each θ and the common θ toward each other (Zhang et al. 2015); turns lets one rank at a time add its "
        + "movement and take the common θ, as a parameter server does (Nair et al. 2015)",
        AllowedValues = $"{Mean} {Sum} {Elastic} {Turns}")]
    public string Combine { get; init; } = Mean;

    /// <summary>Agent steps of a rank between two rounds; null for 64 segments.</summary>
    [Option("exchange-agent-steps", "agent steps of a rank", "agent steps that a rank does between two rounds; auto: those of 64 of the "
        + "algorithm's longest segments", Minimum = 1, Maximum = 100_000_000)]
    public int? AgentSteps { get; init; }

    /// <summary>Whether shared statistics of the optimizer are exchanged too.</summary>
    [Option("exchange-statistics", "", "whether a round also replaces the optimizer's shared statistics by their mean over the ranks",
        AllowedValues = "none mean")]
    public string Statistics { get; init; } = "none";

    /// <summary>The factor of the learning rate.</summary>
    [Option("learning-rate-scaling", "", "ranks: the learning rate is multiplied by the number of ranks; none: it is used as it is",
        AllowedValues = "ranks none")]
    public string LearningRateScaling { get; init; } = "ranks";

    /// <summary>Seconds after which a rank that does not answer ends the run.</summary>
    [Option("rank-timeout-seconds", "seconds", "time in a round after which the run ends if a rank has not answered",
        Minimum = 1, Maximum = 86400)]
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>Ranks of the simulated execution.</summary>
    [Option("simulated-ranks", "ranks", "with --execution simulated: ranks that this process simulates, each with its own θ and actors",
        Minimum = 1, Maximum = 1024)]
    public int SimulatedRanks { get; init; } = 1;

    /// <summary>Groups of actor-learner threads; null for those that suit the machine.</summary>
    [Option("groups", "groups", "groups that share out the threads; each has its own θ, and they exchange what they learn as ranks do; "
        + "auto: one for each cache domain of the machine where that is worth it", Minimum = 1, Maximum = 1024)]
    public int? Groups { get; init; } = 1;
}
