using System.Collections.Immutable;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Comparisons;

/// <summary>
/// Trains the runs of a comparison one after another. A run that is complete is only read, an incomplete one is resumed, and a run that
/// fails does not end the others.
/// </summary>
/// <param name="consoleHost">The process in which it runs.</param>
/// <param name="progress">Receives the progress.</param>
/// <param name="total">Number of runs.</param>
internal sealed class ComparisonTraining(ConsoleHost consoleHost, TextWriter progress, int total)
{
    private readonly CancellationToken _stop = consoleHost.Signals.Await();
    private int _begun;

    /// <summary>Trains the runs of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seeds">The seeds.</param>
    /// <returns>The runs, in the order of the seeds.</returns>
    internal ComparisonResult Train(ComparisonRow row, ImmutableArray<ulong> seeds)
    {
        var runs = ImmutableArray.CreateBuilder<ComparedRun>(seeds.Length);
        foreach (ulong seed in seeds) runs.Add(Train(row, seed));
        return new ComparisonResult(row, runs.MoveToImmutable());
    }

    /// <summary>Trains one run. An exception is kept as its outcome, because it must not end the other runs.</summary>
    private ComparedRun Train(ComparisonRow row, ulong seed)
    {
        string place = $"[{++_begun} of {total}] {row.Title}, seed {seed}";
        var run = new ComparedRun(seed, row.RelativePathOf(seed));
        try
        {
            TrainingConfiguration configuration = row.Configure(seed);
            FinishedRun? finished = ReadFinished(row, configuration);
            string end = "is complete already";
            if (finished is null && !_stop.IsCancellationRequested)
            {
                TrainingResult result = Work(row, configuration, place);
                if (result.DroppedEpisodes > 0) WarnOfMissing(place, result.DroppedEpisodes);
                finished = ReadFinished(row, configuration);
                end = "is complete";
            }

            if (finished is null) return run;
            string path = row.PathOf(seed);
            run = run with { Finished = finished, Course = RunCourse.Read(path, finished.AgentSteps) };
            progress.WriteLine(
                $"{place} {end}: mean return {NumberText.MeanReturn(run.FinalReturn)} after {NumberText.Count(finished.AgentSteps)} "
                + $"agent steps in {NumberText.Significant(finished.Seconds)} s; {path}");
            return run;
        }
        catch (Exception problem)
        {
            consoleHost.Error.WriteLine($"{place} failed: {problem.Message}");
            return run with { Problem = problem };
        }
    }

    private static FinishedRun? ReadFinished(ComparisonRow row, TrainingConfiguration configuration)
    {
        using RunDirectory? directory = row.Find(configuration.Seed);
        return directory is null ? null : FinishedRun.Read(directory, configuration);
    }

    /// <summary>Begins or resumes a run, and trains until its end or a signal.</summary>
    private TrainingResult Work(ComparisonRow row, TrainingConfiguration configuration, string place)
    {
        var display = new PlainTrainingDisplay(progress, consoleHost.Clock);
        string path = row.PathOf(configuration.Seed);
        if (row.Find(configuration.Seed) is { } earlier)
        {
            using Continuation continuation = Continuation.Prepare(earlier, configuration);
            foreach (string note in continuation.Notes) consoleHost.Error.WriteLine($"Note: {place}: {note}");
            progress.WriteLine($"{place} continues at agent step {NumberText.Count(continuation.Checkpoint.AgentSteps)}; writing {path}");
            return display.Show(() => Trainer.Resume(continuation, display, _stop));
        }

        using RunDirectory directory = RunDirectory.Create(path, configuration);
        progress.WriteLine($"{place} begins; writing {path}");
        return display.Show(() => Trainer.Train(configuration, directory, display, _stop));
    }

    private void WarnOfMissing(string place, long episodes) => consoleHost.Error.WriteLine(
        $"Warning: {place}: {NumberText.Count(episodes, "episode")} ended faster than they could be logged; "
        + "the learning curve lacks them.");
}
