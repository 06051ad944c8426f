using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>The options that determine how a run is set up, reported, saved and evaluated.</summary>
public sealed record RunOptions
{
    internal const int MostTargetEpisodes = 100_000;

    /// <summary>The initializer of the parameters.</summary>
    [Option("initializer", "", "how parameters are drawn; torch is uniform ±1/√fan_in, the replicas' choice",
        AllowedValues = "torch glorot he orthogonal")]
    public string Initializer { get; init; } = "torch";

    /// <summary>The vector width.</summary>
    [Option("vector-width", "", "vector width to compute with; widest is the widest that the machine accelerates",
        AllowedValues = "widest scalar vector128 vector256 vector512")]
    public string VectorWidth { get; init; } = "widest";

    /// <summary>The kind of update.</summary>
    [Option("update", "", "fused: one sweep multiplies out the gradient, moves θ and takes the next snapshot; plain: a pass for each, as "
        + "the simulated execution always does", AllowedValues = "fused plain")]
    public string Update { get; init; } = "fused";

    /// <summary>The computation of RMSProp's reciprocal root.</summary>
    [Option("reciprocal-root", "", "RMSProp's 1/√(g + ε): exact divides by a root, approximate refines an estimate; auto: approximate "
        + "where updates are fused", AllowedValues = "auto exact approximate")]
    public string ReciprocalRoot { get; init; } = "auto";

    /// <summary>The distribution of the delays of the simulated execution.</summary>
    [Option("delay", "", "distribution of the delay between a simulated segment's end and its update",
        AllowedValues = Execution.Delay.Distributions)]
    public string Delay { get; init; } = "constant";

    /// <summary>The mean of that delay.</summary>
    [Option("delay-agent-steps", "agent steps of the others", "mean of the delay; only with --execution simulated",
        Minimum = 0, Maximum = 1_000_000)]
    public double DelayAgentSteps { get; init; }

    /// <summary>Whether the actor-learner threads are bound to processors.</summary>
    [Option("pin", "", "bind every actor-learner thread to a processor of its own, as far as there are enough; the threads of a group to "
        + "those of one cache domain")]
    public bool Pin { get; init; }

    /// <summary>
    /// Seconds between two rows of the logs; less in the first twenty times as long, so that a short run has a course, too.
    /// </summary>
    [Option("report-seconds", "seconds", "time between two rows of metrics.csv and threads.csv; shorter in the beginning",
        Minimum = 0.01, Maximum = 86400)]
    public double ReportSeconds { get; init; } = 1;

    /// <summary>Seconds between two checkpoints.</summary>
    [Option("checkpoint-seconds", "seconds", "time between two checkpoints, and the largest time that a kill loses",
        Minimum = 0.01, Maximum = 86400)]
    public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Older checkpoints that are kept beside the newest two.</summary>
    [Option("keep-checkpoints", "checkpoints", "older checkpoints kept beside the newest two, over the whole training, for pictures of its "
        + "course", Minimum = 0, Maximum = 1000)]
    public int KeepCheckpoints { get; init; }

    /// <summary>Largest number of rows of a table.</summary>
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

    /// <summary>Seconds of training at which a run ends; null for none.</summary>
    [Option("training-seconds", "seconds", "the run ends after this time of training, with that of periodic evaluations and that before a "
        + "resume, even if agent steps are left; auto: it ends by its agent steps alone", Minimum = 0.01, Maximum = 1e9)]
    public double? TrainingSeconds { get; init; }

    /// <summary>Agent steps between two evaluations during the training; null for none.</summary>
    [Option("evaluation-interval", "agent steps", "agent steps between two evaluations of evaluation-episodes episodes during training, "
        + "for which the training pauses; auto: none", Minimum = 1, Maximum = 1e15)]
    public long? EvaluationInterval { get; init; }

    /// <summary>Episodes of the final evaluation and of each periodic one.</summary>
    [Option("evaluation-episodes", "episodes", "fresh episodes of the final evaluation, 0 for none", Minimum = 0, Maximum = 1_000_000)]
    public int EvaluationEpisodes { get; init; } = 100;

    /// <summary>Agent steps after which an episode of an evaluation is cut.</summary>
    [Option("evaluation-agent-steps", "agent steps",
        "largest length of an episode of an evaluation; longer episodes are cut, and the evaluation reports their number",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int EvaluationAgentSteps { get; init; } = 100_000;

    /// <summary>
    /// When the next row of the logs is due: a twentieth of the run's time later, at least a fiftieth of <see cref="ReportSeconds"/> (a
    /// fifth if actors wait for a report) and at most the whole of it.
    /// </summary>
    /// <param name="seconds">Seconds of the run, those before a resume included.</param>
    /// <param name="holdsActors">Whether all actors wait while a report is made.</param>
    /// <returns>Seconds of the run.</returns>
    internal double NextReportAfter(double seconds, bool holdsActors = false) =>
        seconds + Math.Clamp(seconds / 20, ReportSeconds / (holdsActors ? 5 : 50), ReportSeconds);
}
