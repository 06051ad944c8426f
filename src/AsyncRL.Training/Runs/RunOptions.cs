using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>How a run is set up, watched and saved.</summary>
public sealed record RunOptions
{
    internal const int MostTargetEpisodes = 100_000;

    /// <summary>How parameters are drawn.</summary>
    [Option("initializer", "", "how parameters are drawn; torch is uniform ±1/√fan_in, the replicas' choice",
        Words = "torch glorot he orthogonal")]
    public string Initializer { get; init; } = "torch";

    /// <summary>The vector to compute over.</summary>
    [Option("vector-width", "", "vector width to compute with; widest is the widest that the machine accelerates",
        Words = "widest scalar vector128 vector256 vector512")]
    public string VectorWidth { get; init; } = "widest";

    /// <summary>How updates are computed.</summary>
    [Option("update", "", "fused: one sweep multiplies out the gradient, moves θ and takes the next snapshot; plain: a pass for each, as "
        + "the simulated execution always does", Words = "fused plain")]
    public string Update { get; init; } = "fused";

    /// <summary>How RMSProp divides by its root.</summary>
    [Option("reciprocal-root", "", "RMSProp's 1/√(g + ε): exact divides by a root, approximate refines an estimate; auto: approximate "
        + "where updates are fused", Words = "auto exact approximate")]
    public string ReciprocalRoot { get; init; } = "auto";

    /// <summary>How the simulated execution delays updates.</summary>
    [Option("delay", "", "distribution of the delay between a simulated segment's end and its update", Words = Execution.Delay.Words)]
    public string Delay { get; init; } = "constant";

    /// <summary>The mean of that delay.</summary>
    [Option("delay-agent-steps", "agent steps of the others", "its mean; only with --execution simulated",
        Minimum = 0, Maximum = 1_000_000)]
    public double DelayAgentSteps { get; init; }

    /// <summary>Seconds between two rows of the logs.</summary>
    [Option("report-seconds", "seconds", "time between two rows of metrics.csv and threads.csv", Minimum = 0.01, Maximum = 86400)]
    public double ReportSeconds { get; init; } = 1;

    /// <summary>Seconds between two checkpoints.</summary>
    [Option("checkpoint-seconds", "seconds", "time between two checkpoints; a kill loses at most so much", Minimum = 0.01, Maximum = 86400)]
    public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Rows that a table may hold.</summary>
    [Option("table-rows", "rows", "largest number of rows in each of metrics.csv, threads.csv and episodes.csv; beyond it every other "
        + "report or episode is dropped, and so on by powers of two", Minimum = 100, Maximum = 1_000_000_000)]
    public long TableRows { get; init; } = 1_000_000;

    /// <summary>The mean return at which a run ends; null for none.</summary>
    [Option("target-return", "", "the run ends as soon as the mean raw return of the latest target-episodes finished episodes reaches it; "
        + "auto: it ends by its agent steps alone", Minimum = -1e12, Maximum = 1e12)]
    public double? TargetReturn { get; init; }

    /// <summary>Episodes over which the mean return is taken.</summary>
    [Option("target-episodes", "episodes", "finished episodes over which target-return takes the mean", Minimum = 1,
        Maximum = MostTargetEpisodes)]
    public int TargetEpisodes { get; init; } = 100;

    /// <summary>Agent steps between two evaluations during the training; null for none.</summary>
    [Option("evaluation-interval", "agent steps", "agent steps between two evaluations of evaluation-episodes episodes while it trains, "
        + "for which the training pauses; auto: none", Minimum = 1, Maximum = 1e15)]
    public long? EvaluationInterval { get; init; }

    /// <summary>Episodes of the final evaluation and of each periodic one.</summary>
    [Option("evaluation-episodes", "episodes", "fresh episodes of the final evaluation, 0 for none", Minimum = 0, Maximum = 1_000_000)]
    public int EvaluationEpisodes { get; init; } = 100;

    /// <summary>Agent steps after which an episode of an evaluation is cut.</summary>
    [Option("evaluation-agent-steps", "agent steps",
        "after so many an episode of an evaluation is cut, where no end came before; the evaluation tells how many it cut",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int EvaluationAgentSteps { get; init; } = 100_000;
}
