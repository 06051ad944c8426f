using System.Collections.Immutable;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Seeds;

/// <summary>Trains the runs of several seeds, one after another or several at a time. A failed run does not end the others.</summary>
/// <param name="configurations">The runs, which differ in their seed.</param>
/// <param name="makeDirectory">Makes the directory of a run that starts.</param>
/// <param name="makeDisplay">Makes the display of a run; called only if runs are trained one after another.</param>
/// <param name="tell">Receives each outcome as soon as a run ends; never called by two threads at once.</param>
/// <param name="stop">Cancelled to end the active runs and to start no more.</param>
internal sealed class SeedTraining(
    ImmutableArray<TrainingConfiguration> configurations,
    Func<TrainingConfiguration, RunDirectory> makeDirectory,
    Func<TrainingConfiguration, RunDirectory, ITrainingDisplay> makeDisplay,
    Action<TrainingConfiguration, SeedOutcome> tell,
    CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly SeedOutcome[] _outcomes = [.. Array.ConvertAll([.. configurations], c => new SeedOutcome(c.Seed))];
    private int _next = -1;

    /// <summary>Trains all runs.</summary>
    /// <param name="sideBySide">Number of runs at a time.</param>
    /// <returns>The outcomes, in the order of the configurations.</returns>
    internal IReadOnlyList<SeedOutcome> Run(int sideBySide)
    {
        if (sideBySide == 1)
        {
            RunNext(shows: true);
            return _outcomes;
        }

        var threads = new Thread[Math.Min(sideBySide, configurations.Length)];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => RunNext(shows: false)) { Name = $"seed runner {i}", IsBackground = true };
            threads[i].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        return _outcomes;
    }

    /// <summary>Trains one run after another until none is left.</summary>
    private void RunNext(bool shows)
    {
        while (!stop.IsCancellationRequested)
        {
            int index = Interlocked.Increment(ref _next);
            if (index >= configurations.Length) return;
            _outcomes[index] = Train(configurations[index], shows);
            lock (_gate) tell(configurations[index], _outcomes[index]);
        }
    }

    /// <summary>Trains one run. An exception is kept as its outcome, because it must not end the runs of the other seeds.</summary>
    private SeedOutcome Train(TrainingConfiguration configuration, bool shows)
    {
        var outcome = new SeedOutcome(configuration.Seed);
        try
        {
            // Only one thread at a time, because two simultaneous searches for a free default name would find the same name.
            RunDirectory directory;
            lock (_gate) directory = makeDirectory(configuration);
            using RunDirectory held = directory;
            outcome = outcome with { Path = directory.GivenPath };
            var display = new SeedDisplay(shows ? makeDisplay(configuration, directory) : null);
            TrainingResult result = display.Show(() => Trainer.Train(configuration, directory, display, stop));
            return outcome with { Result = result, TrainingMeanReturn = display.MeanReturn };
        }
        catch (Exception problem)
        {
            return outcome with { Problem = problem };
        }
    }
}

/// <summary>Keeps the latest mean return of one of several runs, and forwards the progress to a display.</summary>
/// <param name="inner">The display; null to show nothing.</param>
internal sealed class SeedDisplay(ITrainingDisplay? inner) : ITrainingDisplay
{
    /// <summary>Mean return of the latest episodes; NaN before the first.</summary>
    internal double MeanReturn { get; private set; } = double.NaN;

    public TrainingResult Show(Func<TrainingResult> work) => inner is null ? work() : inner.Show(work);

    public void ObserveStart(RunningAgent agent) => inner?.ObserveStart(agent);

    public void Observe(TrainingProgress progress)
    {
        MeanReturn = progress.RecentMeanReturn;
        inner?.Observe(progress);
    }

    public void ObserveEvaluation(int finished, int total) => inner?.ObserveEvaluation(finished, total);
}

/// <summary>The outcome of the run of one seed.</summary>
/// <param name="Seed">The seed.</param>
internal sealed record SeedOutcome(ulong Seed)
{
    /// <summary>The run's directory, as the user wrote it; null if the run was not started.</summary>
    internal string? Path { get; init; }

    /// <summary>The run's result; null if the run failed or was not started.</summary>
    internal TrainingResult? Result { get; init; }

    /// <summary>The exception that ended the run; null if there was none.</summary>
    internal Exception? Problem { get; init; }

    /// <summary>Mean return of the latest episodes of the training; NaN before the first.</summary>
    internal double TrainingMeanReturn { get; init; } = double.NaN;

    /// <summary>Whether the run is complete.</summary>
    internal bool IsFinished => Result is { Interrupted: false };

    /// <summary>Whether the run was stopped and can be continued.</summary>
    internal bool IsInterrupted => Result is { Interrupted: true };

    /// <summary>Mean return of the final evaluation, or, without one, of the latest episodes; NaN unless the run is complete.</summary>
    internal double MeanReturn => !IsFinished ? double.NaN : Result!.Evaluation?.MeanReturn ?? TrainingMeanReturn;
}

/// <summary>The statistics over the runs of several seeds.</summary>
internal static class SeedSummary
{
    /// <summary>Summarizes the mean returns of the complete runs.</summary>
    /// <param name="outcomes">The outcomes of the runs.</param>
    /// <returns>The statistics.</returns>
    internal static SeedStatistics Of(IReadOnlyList<SeedOutcome> outcomes)
    {
        var returns = new List<double>();
        foreach (SeedOutcome outcome in outcomes) returns.Add(outcome.MeanReturn);
        return SeedStatistics.Of(returns);
    }
}
