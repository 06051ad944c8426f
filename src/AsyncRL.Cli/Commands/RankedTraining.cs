using System.Linq;
using AsyncRL.Cli.Ranks;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>A run that is about to start or to continue.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Directory">The run's directory.</param>
/// <param name="Continuation">The prepared continuation; null if the run starts.</param>
internal sealed record TrainingRun(TrainingConfiguration Configuration, RunDirectory Directory, Continuation? Continuation) : IDisposable
{
    /// <summary>The directory, as the user wrote it.</summary>
    internal string Path => Directory.GivenPath;

    /// <summary>T at which it continues.</summary>
    internal long FirstAgentStep => Continuation?.Checkpoint.AgentSteps ?? 0;

    /// <summary>Notes for the user before the run begins or continues.</summary>
    internal IReadOnlyList<string> Notes => Continuation?.Notes ?? Configuration.InitialParameters?.Notes ?? [];

    public void Dispose()
    {
        Continuation?.Dispose();
        Directory.Dispose();
    }
}

/// <summary>
/// Trains a run together with the other processes that a launcher started. Rank 0 writes the run directory and all texts. Every step
/// that can refuse wrong input is done by all ranks together, so that no rank waits for one that has ended.
/// </summary>
/// <param name="consoleHost">The process in which the command runs.</param>
/// <param name="connection">Connects the ranks.</param>
internal sealed class RankedTraining(ConsoleHost consoleHost, RankConnection connection)
{
    private readonly ICommunicator _ranks = connection.Communicator;
    private IReadOnlyList<string> _hosts = [];
    private string _notes = "";

    /// <summary>Prepares a new run on rank 0.</summary>
    /// <param name="resolve">Resolves the command line.</param>
    /// <param name="create">Creates the run directory.</param>
    internal TrainingRun Begin(Func<TrainingConfiguration> resolve, Func<TrainingConfiguration, TrainingRun> create)
    {
        TrainingConfiguration configuration = Agree(resolve);
        TrainingRun run = RankAgreement.Prepare(_ranks, () => create(configuration));
        Record(run);
        return run;
    }

    /// <summary>Prepares the continuation of a run on rank 0. No file changes before all ranks can train it.</summary>
    /// <param name="find">Reads the run directory and resolves its options.</param>
    /// <param name="reopen">Reads the checkpoint and prepares the directory.</param>
    internal TrainingRun Reopen(
        Func<(RunDirectory Directory, TrainingConfiguration Configuration)> find,
        Func<(RunDirectory Directory, TrainingConfiguration Configuration), TrainingRun> reopen)
    {
        (RunDirectory Directory, TrainingConfiguration Configuration) found = RankAgreement.Prepare(_ranks, find);
        RankSettings.Share(_ranks, found.Configuration);
        Agree(() => found.Configuration);
        TrainingRun run = RankAgreement.Prepare(_ranks, () => reopen(found));
        Record(run);
        return run;
    }

    /// <summary>Does on another rank what rank 0 does, without any text.</summary>
    /// <param name="resolve">Resolves a request.</param>
    /// <param name="read">Reads the command line of a new run.</param>
    /// <param name="resumes">Whether the run continues.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>The exit code.</returns>
    internal int Follow(
        Func<TrainingRequest, TrainingConfiguration> resolve, Func<TrainingRequest> read, bool resumes, CancellationToken stop)
    {
        if (resumes)
        {
            RankAgreement.Prepare(_ranks, () => true);
            TrainingRequest request = RankSettings.Share(_ranks, null);
            read = () => request;
        }

        TrainingConfiguration configuration = Agree(() => resolve(read()));
        RankAgreement.Prepare(_ranks, () => true);
        RankSettings.Hosts(_ranks);
        RankedCommand.ShareNotes(connection, configuration.Threads + 1);
        try
        {
            TrainingResult result = EndAllOnFailure(
                () => resumes ? RankTraining.Join(configuration, _ranks, stop) : RankTraining.Begin(configuration, _ranks, stop: stop));
            return result.Interrupted ? ExitCodeOf(consoleHost.Signals) : ExitCode.Success;
        }
        catch (TrainingFaultException)
        {
            // Rank 0 tells it.
            return ExitCode.Failure;
        }
    }

    /// <summary>Tells in a few lines what several ranks change.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Receives the lines.</param>
    internal void Introduce(TrainingRun run, TextWriter writer)
    {
        TrainingConfiguration c = run.Configuration;
        string hosts = string.Join(", ", _hosts.Distinct());
        if (_notes.Length > 0) consoleHost.Error.WriteLine(_notes);
        writer.WriteLine(
            $"{NumberText.Count(_ranks.Ranks, "rank")} on {hosts}, connected by {_ranks.Library}; {TrainingSummary.ActorsOf(c)} each.");
        writer.WriteLine(LearningOf(c, _ranks.Ranks));
    }

    /// <summary>What several ranks, or groups, change in the learning rate, in a sentence.</summary>
    /// <param name="c">The run.</param>
    /// <param name="ranks">Their number.</param>
    internal static string LearningOf(TrainingConfiguration c, int ranks)
    {
        if (c.Algorithm.IsSynchronous)
            return $"The ranks learn as {ranks * c.Threads} threads of one process do, with the same learning rate.";
        double scaled = c.LearningRateOf(ranks);
        string number = $"the number of {(c.Groups > 1 ? "groups" : "ranks")}";
        string rates = $"{NumberText.Significant(c.Optimizer.LearningRate)} to {NumberText.Significant(scaled)}";
        return scaled == c.Optimizer.LearningRate
            ? $"The learning rate is not multiplied by {number} (option learning-rate-scaling)."
            : $"The learning rate is multiplied by {number}, from {rates} (option learning-rate-scaling).";
    }

    /// <summary>Trains on rank 0.</summary>
    /// <param name="run">The run.</param>
    /// <param name="observer">Shows the progress.</param>
    /// <param name="stop">Cancelled to end early.</param>
    internal TrainingResult Train(TrainingRun run, ITrainingObserver observer, CancellationToken stop) =>
        EndAllOnFailure(() => run.Continuation is { } continuation
            ? RankTraining.Continue(continuation, _ranks, observer, stop)
            : RankTraining.Begin(run.Configuration, _ranks, run.Directory, observer, stop));

    /// <summary>The exit code of a rank after an interruption, which may have reached another rank only.</summary>
    internal static int ExitCodeOf(StopSignals signals) => signals.Received ? signals.ExitCode : ExitCode.Interrupted;

    private TrainingConfiguration Agree(Func<TrainingConfiguration> resolve) => RankedCommand.Agree(_ranks, resolve);

    private void Record(TrainingRun run)
    {
        _hosts = RankSettings.Hosts(_ranks);
        RankSettings.Record(run.Directory, _ranks, _hosts);
        _notes = RankedCommand.ShareNotes(connection, run.Configuration.Threads + 1);
    }

    private TrainingResult EndAllOnFailure(Func<TrainingResult> train) => RankedCommand.EndAllOnFailure(
        consoleHost.Error, _ranks, "The newest checkpoint, if there is one, can be resumed.", train);
}
