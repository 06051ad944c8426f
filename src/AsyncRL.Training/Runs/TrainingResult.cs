using AsyncRL.Algorithms.Acting;

namespace AsyncRL.Training.Runs;

/// <summary>Why a run ended.</summary>
public enum TrainingEnd
{
    /// <summary>T reached T_max.</summary>
    AgentSteps,

    /// <summary>The mean return of the latest episodes reached the target return.</summary>
    TargetReturn,

    /// <summary>The run was stopped before its end or before its final evaluation; it can be resumed.</summary>
    Interrupted,

    /// <summary>The training took its seconds.</summary>
    TrainingSeconds,
}

/// <summary>The result of a run.</summary>
public sealed record TrainingResult
{
    /// <summary>T at the end.</summary>
    public required long AgentSteps { get; init; }

    /// <summary>Seconds trained, including those before a resume.</summary>
    public required double Seconds { get; init; }

    /// <summary>Episodes finished.</summary>
    public required long Episodes { get; init; }

    /// <summary>
    /// Episodes since the last start or resume that were neither counted nor logged, because their thread's queue to the reporter was full.
    /// </summary>
    public required long DroppedEpisodes { get; init; }

    /// <summary>Why the run ended.</summary>
    public required TrainingEnd End { get; init; }

    /// <summary>Whether the run was stopped before its end or before its final evaluation; it can be resumed.</summary>
    public bool Interrupted => End == TrainingEnd.Interrupted;

    /// <summary>θ at the end, in the network's layout.</summary>
    public required float[] Theta { get; init; }

    /// <summary>The statistics by which the task was normalized.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>The final evaluation; null if there was none.</summary>
    public required Evaluation? Evaluation { get; init; }

    /// <summary>The periodic evaluations since the last start or resume, the oldest first.</summary>
    public IReadOnlyList<PeriodicEvaluation> PeriodicEvaluations { get; init; } = [];

    /// <summary>The best checkpoint of the run; null if there is none yet or nothing is written.</summary>
    public BestCheckpoint? BestCheckpoint { get; init; }

    /// <summary>The metrics over the whole run by name, in the order of the columns of metrics.csv; NaN if there was no value.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Metrics { get; init; } = [];

    /// <summary>Agent steps per second over the whole run.</summary>
    public double AgentStepsPerSecond => AgentSteps / Seconds;
}

/// <summary>
/// An actor-learner failed because of a bug, a broken environment, or a gradient that is not finite. The state before the failure is saved.
/// </summary>
public sealed class TrainingFaultException : Exception
{
    /// <summary>T of the checkpoint from which the run continues; null if nothing is written.</summary>
    public long? ResumesFrom { get; init; }

    /// <summary>Reports the failure.</summary>
    /// <param name="message">Which thread, at which agent step, and what it said.</param>
    /// <param name="innerException">What the thread threw.</param>
    public TrainingFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Reports the failure.</summary>
    public TrainingFaultException()
    {
    }

    /// <summary>Reports the failure.</summary>
    /// <param name="message">Which thread, at which agent step, and what it said.</param>
    public TrainingFaultException(string message)
        : base(message)
    {
    }
}
