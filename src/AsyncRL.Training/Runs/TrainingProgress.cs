using System.Collections.Immutable;

namespace AsyncRL.Training.Runs;

/// <summary>A progress report of a run.</summary>
/// <param name="AgentSteps">T.</param>
/// <param name="LastAgentStep">T_max.</param>
/// <param name="Seconds">Seconds trained.</param>
/// <param name="Recent">The statistics of the last finished interval between reports.</param>
/// <param name="RecentMeanReturn">Mean return of the last 100 episodes; NaN before the first.</param>
/// <param name="BestReturn">The best return of an episode; NaN before the first.</param>
/// <param name="Threads">A row per actor-learner.</param>
public sealed record TrainingProgress(
    long AgentSteps,
    long LastAgentStep,
    double Seconds,
    IntervalStatistics Recent,
    double RecentMeanReturn,
    double BestReturn,
    ImmutableArray<ThreadStatistics> Threads)
{
    /// <summary>The latest periodic evaluation; null before the first.</summary>
    public PeriodicEvaluation? LatestEvaluation { get; init; }
}

/// <summary>The statistics of an interval between two reports; a mean over nothing is NaN.</summary>
public sealed record IntervalStatistics
{
    /// <summary>T at the end of the interval.</summary>
    public long AgentSteps { get; init; }

    /// <summary>Seconds trained at the end of the interval.</summary>
    public double Seconds { get; init; }

    /// <summary>Episodes finished since the start of the run.</summary>
    public long Episodes { get; init; }

    /// <summary>Mean return of the episodes that ended in the interval.</summary>
    public double MeanReturn { get; init; } = double.NaN;

    /// <summary>The smallest of these returns.</summary>
    public double MinReturn { get; init; } = double.NaN;

    /// <summary>The largest of these returns.</summary>
    public double MaxReturn { get; init; } = double.NaN;

    /// <summary>The metrics of the interval by name, in the order of the table's columns: means, or counts per second.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Metrics { get; init; } = [];

    /// <summary>η at the end of the interval.</summary>
    public double LearningRate { get; init; }

    /// <summary>Agent steps of all threads per second of the interval.</summary>
    public double AgentStepsPerSecond { get; init; }

    /// <summary>The value of a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value; NaN if the run lacks the metric or nothing was added to it in the interval.</returns>
    public double Metric(string name)
    {
        foreach ((string metric, double value) in Metrics)
        {
            if (metric == name) return value;
        }

        return double.NaN;
    }
}

/// <summary>The statistics of one actor-learner in an interval.</summary>
/// <param name="Thread">Its index.</param>
/// <param name="AgentSteps">Agent steps since the start of the run.</param>
/// <param name="Updates">Updates since the start of the run.</param>
/// <param name="AgentStepsPerSecond">Agent steps per second of the interval.</param>
/// <param name="PhaseSeconds">Seconds of the interval in each phase, in the order of the run's phases.</param>
/// <param name="MeanStaleness">Mean staleness of the interval's updates.</param>
/// <param name="LargestStaleness">The largest staleness since the start of the run.</param>
public sealed record ThreadStatistics(
    int Thread,
    long AgentSteps,
    long Updates,
    double AgentStepsPerSecond,
    ImmutableArray<double> PhaseSeconds,
    double MeanStaleness,
    double LargestStaleness);

/// <summary>Receives progress reports.</summary>
public interface ITrainingObserver
{
    /// <summary>
    /// Called before the actor-learners start, on the thread that called train. A run of several ranks does not call it, because the θ of
    /// one rank is not that of the run.
    /// </summary>
    /// <param name="agent">The agent, which the observer may keep.</param>
    void ObserveStart(RunningAgent agent)
    {
    }

    /// <summary>Called several times a second, on the thread that called train.</summary>
    /// <param name="progress">The progress.</param>
    void Observe(TrainingProgress progress);

    /// <summary>Called while the final evaluation runs.</summary>
    /// <param name="finished">Number of finished episodes.</param>
    /// <param name="total">Number of all episodes.</param>
    void ObserveEvaluation(int finished, int total);
}
