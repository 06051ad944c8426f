using System.Globalization;
using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>The tables of a run directory.</summary>
internal sealed class RunTables : IDisposable
{
    internal const string MetricsName = "metrics.csv";
    internal const string ThreadsName = "threads.csv";
    internal const string EpisodesName = "episodes.csv";
    internal const string EvaluationsName = "evaluations.csv";
    internal const string ExchangeName = "exchange.csv";

    private const string MetricsColumns =
        "agent_steps,frames,seconds,episodes,mean_return,min_return,max_return,learning_rate,agent_steps_per_second";

    private const string ThreadsColumns =
        "agent_steps,seconds,thread,thread_agent_steps,updates,mean_staleness,largest_staleness";

    private const string ExchangeColumns =
        "rank,agent_steps,seconds,rounds,updates_per_round,late_updates_per_round,round_milliseconds,bytes,common_move,rank_deviation,"
        + "mended_rounds";

    private const string RoundTimes = ",take_milliseconds,add_milliseconds,time_share";

    private const string ThreadExchange = ",exchange_share,exchange_work_share,exchange_bytes,exchange_age";

    private const string EpisodesColumns = "thread,agent_step,return,length";

    private const string EvaluationsColumns = "agent_step,episodes,mean,standard_deviation,minimum,maximum,mean_length";

    private readonly RunTable _metrics;
    private readonly RunTable _threads;
    private readonly RunTable _episodes;
    private readonly RunTable? _evaluations;
    private readonly RunTable? _exchange;
    private readonly bool _hasRank;
    private readonly bool _hasThreadExchange;
    private readonly bool _hasRoundTimes;
    private readonly int _framesPerAgentStep;

    /// <summary>Opens the tables and removes the entries after those that the resumed checkpoint counted.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="configuration">The run.</param>
    /// <param name="measures">The metrics and phases, each of which has a column.</param>
    /// <param name="entries">Entries of each table; null for a new run.</param>
    /// <param name="ranks">Number of ranks.</param>
    internal RunTables(
        RunDirectory directory, TrainingConfiguration configuration, Measures measures, IReadOnlyDictionary<string, long>? entries,
        int ranks = 1)
    {
        (int threads, long most) = (configuration.ActorLearners * ranks, configuration.Run.TableRows);
        _framesPerAgentStep = configuration.FramesPerAgentStep;
        var notes = new List<string>();
        string metrics = MetricsColumns, phases = ThreadsColumns;
        foreach (Metric metric in measures.Metrics) metrics += $",{metric.Name}";
        foreach (Phase phase in measures.Phases) phases += $",{phase.Name}_seconds";
        _metrics = Open(MetricsName, metrics, "report", 1);

        // A table keeps the columns with which it was made.
        string? heading = HeadingOf(directory.PathOf(ThreadsName)), headingOfRounds = HeadingOf(directory.PathOf(ExchangeName));
        _hasRank = heading?.StartsWith("rank,", StringComparison.Ordinal) ?? ranks > 1;
        _hasThreadExchange = _hasRank && heading?.Contains(ThreadExchange, StringComparison.Ordinal) != false;
        _hasRoundTimes = headingOfRounds?.Contains(RoundTimes, StringComparison.Ordinal) != false;
        if (_hasRank) phases = "rank," + phases;
        _threads = Open(ThreadsName, _hasThreadExchange ? phases + ThreadExchange : phases, "report", threads);
        if (ranks > 1 || entries?.ContainsKey(ExchangeName) == true)
            _exchange = Open(ExchangeName, _hasRoundTimes ? ExchangeColumns + RoundTimes : ExchangeColumns, "report", ranks);
        _episodes = Open(EpisodesName, EpisodesColumns, "episode", 1);
        bool hasEvaluations = configuration.Run.EvaluationInterval is not null || entries?.ContainsKey(EvaluationsName) == true;
        if (hasEvaluations) _evaluations = Open(EvaluationsName, EvaluationsColumns, "evaluation", 1);
        Notes = notes;

        RunTable Open(string name, string columns, string entryName, int rowsPerEntry)
        {
            long counted = entries?.GetValueOrDefault(name) ?? 0;
            var table = new RunTable(directory.PathOf(name), columns, entryName, Math.Max(1, most / rowsPerEntry), counted);
            Note(notes, name, table, ranks > 1 ? 1 : rowsPerEntry);
            return table;
        }
    }

    /// <summary>A sentence for each table of a resumed run that lacks rows.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Whether no table has a row below its heading.</summary>
    internal static bool AreEmpty(RunDirectory directory)
    {
        foreach (string name in (string[])[MetricsName, ThreadsName, EpisodesName, EvaluationsName, ExchangeName])
        {
            if (!File.Exists(directory.PathOf(name))) continue;
            using var reader = new StreamReader(directory.PathOf(name));
            reader.ReadLine();
            if (!string.IsNullOrWhiteSpace(reader.ReadLine())) return false;
        }

        return true;
    }

    /// <summary>Adds a report to metrics.csv; its rows of threads.csv follow.</summary>
    internal void Write(IntervalStatistics figures)
    {
        _metrics.Begin();
        _threads.Begin();
        List<double> row =
        [
            figures.AgentSteps, figures.AgentSteps * _framesPerAgentStep, figures.Seconds, figures.Episodes, figures.MeanReturn,
            figures.MinReturn, figures.MaxReturn, figures.LearningRate, figures.AgentStepsPerSecond,
        ];
        foreach ((_, double value) in figures.Metrics) row.Add(value);
        _metrics.Write(CollectionsMarshal.AsSpan(row));
    }

    /// <summary>Adds a row of a thread to the report.</summary>
    /// <param name="interval">The report.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="rank">Its rank.</param>
    /// <param name="exchange">The rounds of that rank; null if the run has one rank.</param>
    internal void Write(IntervalStatistics interval, ThreadStatistics thread, int rank, ExchangeInterval? exchange)
    {
        List<double> row = _hasRank ? [rank] : [];
        row.AddRange(
        [
            interval.AgentSteps, interval.Seconds, thread.Thread, thread.AgentSteps, thread.Updates, thread.MeanStaleness,
            thread.LargestStaleness,
        ]);
        foreach (double seconds in thread.PhaseSeconds) row.Add(seconds);
        if (_hasThreadExchange)
        {
            row.AddRange(exchange is { } e
                ? [e.TimeShare, e.WorkShare, e.Bytes, e.LateUpdatesPerRound] : [double.NaN, double.NaN, double.NaN, double.NaN]);
        }

        _threads.Write(CollectionsMarshal.AsSpan(row));
    }

    /// <summary>Adds a row of a rank's rounds to the report.</summary>
    /// <param name="interval">The report.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="rounds">Its rounds.</param>
    internal void Write(IntervalStatistics interval, int rank, in ExchangeInterval rounds)
    {
        if (_exchange is null) return;
        if (rank == 0) _exchange.Begin();
        List<double> row =
        [
            rank, interval.AgentSteps, interval.Seconds, rounds.Rounds, rounds.UpdatesPerRound, rounds.LateUpdatesPerRound,
            rounds.RoundMilliseconds, rounds.Bytes, rounds.CommonMove, rounds.RankDeviation, rounds.MendedRounds,
        ];
        if (_hasRoundTimes) row.AddRange([rounds.TakeMilliseconds, rounds.AddMilliseconds, rounds.TimeShare]);
        _exchange.Write(CollectionsMarshal.AsSpan(row));
    }

    internal void Write(in EpisodeRecord episode)
    {
        _episodes.Begin();
        _episodes.Write(episode.Thread, episode.AgentStep, episode.Return, episode.Length);
    }

    internal void Write(PeriodicEvaluation periodic)
    {
        if (_evaluations is null) return;
        Evaluation evaluation = periodic.Evaluation;
        _evaluations.Begin();
        _evaluations.Write(
            periodic.AgentStep, evaluation.Episodes, evaluation.MeanReturn, evaluation.StdReturn, evaluation.MinReturn,
            evaluation.MaxReturn, evaluation.MeanLength);
    }

    /// <summary>Hands all rows to the system, so that a page or TensorBoard shows them before the next checkpoint.</summary>
    internal void Publish()
    {
        foreach (RunTable table in (RunTable[])[_metrics, _threads, _episodes]) table.Publish();
        _evaluations?.Publish();
        _exchange?.Publish();
    }

    /// <summary>Flushes all rows to the disk.</summary>
    /// <returns>Entries of each table, for a checkpoint.</returns>
    internal Dictionary<string, long> Flush()
    {
        foreach (RunTable table in (RunTable[])[_metrics, _threads, _episodes]) table.Flush();
        _evaluations?.Flush();
        _exchange?.Flush();
        var entries = new Dictionary<string, long>
        {
            [MetricsName] = _metrics.Entries,
            [ThreadsName] = _threads.Entries,
            [EpisodesName] = _episodes.Entries,
        };
        if (_evaluations is not null) entries.Add(EvaluationsName, _evaluations.Entries);
        if (_exchange is not null) entries.Add(ExchangeName, _exchange.Entries);
        return entries;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _threads.Dispose();
        _episodes.Dispose();
        _evaluations?.Dispose();
        _exchange?.Dispose();
    }

    /// <summary>The heading of a table that is there; null if there is none.</summary>
    private static string? HeadingOf(string path)
    {
        if (!File.Exists(path)) return null;
        using var reader = new StreamReader(path);
        return reader.ReadLine();
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
