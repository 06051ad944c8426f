using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Tasks;
using AsyncRL.Cli.Profiles;
using AsyncRL.Cli.Ranks;
using AsyncRL.Cli.Views;
using AsyncRL.Profiling;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>Profiles the exchange between the processes that a launcher started. Rank 0 writes all texts.</summary>
/// <param name="consoleHost">The process in which the command runs.</param>
/// <param name="connection">Connects the ranks.</param>
internal sealed class RankedProfiling(ConsoleHost consoleHost, RankConnection connection)
{
    private readonly ICommunicator _ranks = connection.Communicator;

    /// <summary>Profiles.</summary>
    /// <param name="read">Reads the training and its seconds from the command line; the same on all ranks.</param>
    /// <param name="json">Whether the result is a document.</param>
    /// <returns>The exit code.</returns>
    internal int Profile(Func<(TrainingRequest Training, double Seconds)> read, bool json)
    {
        (TrainingRequest training, double seconds) = RankAgreement.Prepare(_ranks, read);

        // Not an option of a run, which the ranks compare below.
        RankAgreement.CheckSettings(
            _ranks, new Dictionary<string, string> { ["seconds"] = seconds.ToString("R", CultureInfo.InvariantCulture) });
        TrainingConfiguration configuration = RankedCommand.Agree(_ranks, () =>
        {
            TrainingConfiguration resolved = TrainingConfiguration.Resolve(training);
            RankProfiler.EstimateMemory(resolved, _ranks.Ranks).Check(consoleHost.Memory());
            return resolved;
        });
        ProfileSetup setup = RankAgreement.Prepare(_ranks, () => ProfileSetup.Sharing(training, configuration.Threads));
        string notes = RankedCommand.ShareNotes(connection, configuration.Threads + 1);
        if (_ranks.Rank == 0 && notes.Length > 0) consoleHost.Error.WriteLine(notes);

        // Only from now on: while ranks still wait for each other to connect, a signal must end them.
        CancellationToken stop = consoleHost.Signals.Await();
        ImmutableArray<RankProfile> profiles = RankedCommand.EndAllOnFailure(
            consoleHost.Error, _ranks, "", () => Measure(setup, seconds, json, stop));
        if (profiles.IsDefault)
        {
            if (_ranks.Rank == 0) consoleHost.Error.WriteLine("Interrupted.");
            return RankedTraining.ExitCodeOf(consoleHost.Signals);
        }

        if (_ranks.Rank == 0) Write(new RankedProfile(configuration, seconds, _ranks.Library, profiles), json);
        return ExitCode.Success;
    }

    /// <summary>Measures on another thread, while this thread of rank 0 reports the progress.</summary>
    /// <returns>The profiles on rank 0, none on the others; the default if a rank was stopped.</returns>
    private ImmutableArray<RankProfile> Measure(ProfileSetup setup, double seconds, bool json, CancellationToken stop)
    {
        var work = Task.Run(
            ImmutableArray<RankProfile> () =>
            {
                try
                {
                    return RankProfiler.Profile(setup, _ranks, seconds, stop);
                }
                catch (OperationCanceledException)
                {
                    return default;
                }
            },
            CancellationToken.None);
        if (_ranks.Rank > 0) return work.GetAwaiter().GetResult();
        (TextWriter writer, _) = consoleHost.ProgressTarget(json);

        // The launcher's terminal belongs to several processes, so nothing is drawn in place.
        var progress = new ProgressLine(writer, isTerminal: false, consoleHost.Clock);
        return progress.Follow(work, RankProfiler.ExpectedSeconds(seconds), () => "profiling the ranks");
    }

    private void Write(RankedProfile profile, bool json)
    {
        if (json)
        {
            Json.Write(consoleHost.Output, profile.ToJson());
            return;
        }

        TrainingConfiguration c = profile.Configuration;
        consoleHost.Output.WriteLine(ProfileReport.Describe(c));
        consoleHost.Output.WriteLine(
            $"{NumberText.Count(profile.Ranks.Length, "rank")} of {TrainingSummary.ActorsOf(c)}, connected by {profile.Library}; "
            + $"{MachineDescription.Processor}");
        profile.Write(consoleHost.CreateConsole(consoleHost.Output, consoleHost.OutputIsTerminal));
    }
}
