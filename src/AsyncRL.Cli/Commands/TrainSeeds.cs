using System.Collections.Immutable;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Seeds;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl train --seeds</c>: runs the same training for each seed and writes a table over seeds.</summary>
/// <param name="consoleHost">The process in which it runs.</param>
/// <param name="request">The training; its seed is replaced.</param>
/// <param name="sideBySide">Runs at a time.</param>
/// <param name="output">The directory of the runs' directories; null for default names.</param>
internal sealed class TrainSeeds(ConsoleHost consoleHost, TrainingRequest request, int sideBySide, string? output)
{
    /// <summary>Resolves the run of each seed.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <returns>The runs.</returns>
    /// <exception cref="InputException">
    /// The request is wrong, the simultaneous runs need more memory than is available, or the directory of a run exists.
    /// </exception>
    internal ImmutableArray<TrainingConfiguration> Resolve(ImmutableArray<ulong> seeds)
    {
        int share = Math.Max(1, System.Environment.ProcessorCount / sideBySide);
        var configurations = ImmutableArray.CreateBuilder<TrainingConfiguration>(seeds.Length);
        foreach (ulong seed in seeds)
        {
            configurations.Add(TrainingConfiguration.Resolve(request with { Seed = seed, UsualThreads = share }));
            if (output is null || !Path.Exists(PathOf(output, seed))) continue;
            throw new InputException(
                $"The output directory {PathOf(output, seed)} exists; expected a new one (to continue a run, use train --resume DIR).");
        }

        if (sideBySide > 1 && configurations[0].Run.Pin)
        {
            throw new InputException(
                $"The option pin is true beside --side-by-side {sideBySide}, and the runs would be bound to the same processors; expected "
                + "one of the two.");
        }

        MemoryEstimate.OfTraining(configurations[0]).Check(consoleHost.Memory() / Math.Min(sideBySide, seeds.Length));
        return configurations.MoveToImmutable();
    }

    /// <summary>Trains the runs and reports.</summary>
    /// <param name="configurations">The runs.</param>
    /// <param name="makeDisplay">Makes the display of a run, if runs are trained one after another.</param>
    /// <param name="json">Whether the report is a JSON document.</param>
    /// <returns>The exit code.</returns>
    internal int Run(
        ImmutableArray<TrainingConfiguration> configurations,
        Func<TrainingConfiguration, RunDirectory, ITrainingDisplay> makeDisplay,
        bool json)
    {
        (TextWriter progress, _) = consoleHost.ProgressTarget(json);
        var training = new SeedTraining(configurations, MakeDirectory, makeDisplay, Tell, consoleHost.Signals.Await());
        IReadOnlyList<SeedOutcome> outcomes = training.Run(sideBySide);
        string? curve = WriteCurve(outcomes);
        if (json) Json.Write(consoleHost.Output, SeedReport.ToJson(outcomes, configurations[0].Warnings, curve));
        else SeedReport.Write(consoleHost.Output, outcomes, curve);
        SeedReport.WriteRemaining(progress, outcomes, consoleHost.Command);
        bool isComplete = true, failed = false;
        foreach (SeedOutcome outcome in outcomes)
        {
            isComplete &= outcome.IsFinished;
            failed |= outcome.Problem is not null;
        }

        return isComplete ? ExitCode.Success : failed || !consoleHost.Signals.Received ? ExitCode.Failure : consoleHost.Signals.ExitCode;

        void Tell(TrainingConfiguration configuration, SeedOutcome outcome)
        {
            if (outcome.Problem is null)
            {
                if (outcome.IsFinished) CurveFile.TryWrite(outcome.Path!, consoleHost.Error);
                progress.WriteLine(SeedReport.Describe(outcome));
                return;
            }

            consoleHost.Error.WriteLine(SeedReport.Describe(outcome));
            if (outcome is not { Path: { } path, Problem: TrainingFaultException fault }) return;
            foreach (string line in FaultAdvice.Lines(configuration, path, fault, consoleHost.Command)) consoleHost.Error.WriteLine(line);
        }
    }

    /// <summary>Draws the curves of the complete runs, if they have a directory of their own.</summary>
    private string? WriteCurve(IReadOnlyList<SeedOutcome> outcomes)
    {
        if (output is null || consoleHost.Signals.Received) return null;
        var finished = new List<string>();
        foreach (SeedOutcome outcome in outcomes)
        {
            if (outcome is { IsFinished: true, Path: { } path }) finished.Add(path);
        }

        return finished.Count > 0 ? CurveFile.TryWrite(output, finished, consoleHost.Error) : null;
    }

    private static string PathOf(string output, ulong seed) =>
        Path.Combine(output, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"seed-{seed}"));

    private RunDirectory MakeDirectory(TrainingConfiguration configuration) => output is null
        ? RunDirectory.CreateNext(configuration)
        : RunDirectory.Create(PathOf(output, configuration.Seed), configuration);
}
