using System.Globalization;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Runs;

/// <summary>The three tables of a run directory.</summary>
internal sealed class RunTables : IDisposable
{
    private const string MetricsName = "metrics.csv";
    private const string ThreadsName = "threads.csv";
    private const string EpisodesName = "episodes.csv";

    private const string MetricsColumns =
        "agent_steps,frames,seconds,episodes,mean_return,min_return,max_return,policy_loss,value_loss,entropy,gradient_norm,"
        + "learning_rate,agent_steps_per_second";

    private const string ThreadsColumns =
        "agent_steps,seconds,thread,thread_agent_steps,updates,snapshot_seconds,act_seconds,environment_seconds,"
        + "backward_seconds,apply_seconds,mean_staleness,largest_staleness";

    private const string EpisodesColumns = "thread,agent_step,return,length";

    /// <summary>A comma, the name of the last column, and the line end, at most; no row is so short.</summary>
    private const int LongestEntryColumn = 9;

    private readonly RunTable _metrics;
    private readonly RunTable _threads;
    private readonly RunTable _episodes;
    private readonly int _framesPerAgentStep;

    /// <summary>Opens the tables, cut back to what a resumed checkpoint had counted.</summary>
    /// <param name="directory">Where they lie.</param>
    /// <param name="configuration">The run.</param>
    /// <param name="entries">Entries of each table; null for a new run.</param>
    internal RunTables(RunDirectory directory, TrainingConfiguration configuration, IReadOnlyDictionary<string, long>? entries)
    {
        (int threads, long most) = (configuration.ActorLearners, configuration.Run.TableRows);
        _framesPerAgentStep = configuration.FramesPerAgentStep;
        var notes = new List<string>();
        _metrics = Open(MetricsName, MetricsColumns, "report", 1);
        _threads = Open(ThreadsName, ThreadsColumns, "report", threads);
        _episodes = Open(EpisodesName, EpisodesColumns, "episode", 1);
        Notes = notes;

        RunTable Open(string name, string columns, string entryName, int rowsPerEntry)
        {
            long counted = entries?.GetValueOrDefault(name) ?? 0;
            var table = new RunTable(directory.PathOf(name), columns, entryName, Math.Max(1, most / rowsPerEntry), counted);
            Note(notes, name, table, rowsPerEntry);
            return table;
        }
    }

    /// <summary>What was missing in the tables of a resumed run, a sentence each.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Whether no table has a row, its heading aside.</summary>
    internal static bool AreEmpty(RunDirectory directory)
    {
        foreach ((string name, string columns) in
            ((string, string)[])[(MetricsName, MetricsColumns), (ThreadsName, ThreadsColumns), (EpisodesName, EpisodesColumns)])
        {
            var file = new FileInfo(directory.PathOf(name));
            if (file.Exists && file.Length > columns.Length + LongestEntryColumn) return false;
        }

        return true;
    }

    /// <summary>Adds a report to metrics.csv; its rows of threads.csv follow.</summary>
    internal void Write(IntervalFigures figures)
    {
        _metrics.Begin();
        _threads.Begin();
        _metrics.Write(
            figures.AgentSteps, figures.AgentSteps * _framesPerAgentStep, figures.Seconds, figures.Episodes,
            figures.MeanReturn, figures.MinReturn, figures.MaxReturn, figures.PolicyLoss, figures.ValueLoss, figures.Entropy,
            figures.GradientNorm, figures.LearningRate, figures.AgentStepsPerSecond);
    }

    internal void Write(IntervalFigures interval, ThreadFigures thread) => _threads.Write(
        interval.AgentSteps, interval.Seconds, thread.Thread, thread.AgentSteps, thread.Updates,
        thread.PhaseSeconds[0], thread.PhaseSeconds[1], thread.PhaseSeconds[2], thread.PhaseSeconds[3], thread.PhaseSeconds[4],
        thread.MeanStaleness, thread.LargestStaleness);

    internal void Write(in EpisodeRecord episode)
    {
        _episodes.Begin();
        _episodes.Write(episode.Thread, episode.AgentStep, episode.Return, episode.Length);
    }

    /// <summary>Puts all rows onto the disk.</summary>
    /// <returns>Entries of each table, for a checkpoint.</returns>
    internal Dictionary<string, long> Flush()
    {
        foreach (RunTable table in (RunTable[])[_metrics, _threads, _episodes]) table.Flush();
        return new Dictionary<string, long>
        {
            [MetricsName] = _metrics.Entries,
            [ThreadsName] = _threads.Entries,
            [EpisodesName] = _episodes.Entries,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _threads.Dispose();
        _episodes.Dispose();
    }

    private static void Note(List<string> notes, string name, RunTable table, int rowsPerEntry)
    {
        long expected = table.EntriesExpected * rowsPerEntry;
        if (table.RowsFound >= expected) return;
        string found = table.RowsFound.ToString("N0", CultureInfo.InvariantCulture);
        string counted = expected.ToString("N0", CultureInfo.InvariantCulture);
        notes.Add($"The table {name} holds {found} whole rows of the {counted} that the checkpoint counted; the others are lost.");
    }
}
