using System.Globalization;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Profiles;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Curves;

/// <summary>The files of a run, as far as they can be read. Nothing is written, and the run may be training meanwhile.</summary>
internal sealed class RunFiles
{
    internal const string MetricsName = "metrics.csv", ThreadsName = "threads.csv", EpisodesName = "episodes.csv";

    /// <summary>The columns of the episodes that curves need. Tables of old runs have no numbers of episodes.</summary>
    internal static readonly string[] EpisodeColumns = ["agent_step", "return", "episode"];

    /// <summary>The columns that every table of the exchange has. Those of earlier versions have no more.</summary>
    private static readonly string[] ExchangeColumns =
    [
        "rank", "agent_steps", "rounds", "bytes", "round_milliseconds", "late_updates_per_round", "common_move", "rank_deviation",
    ];

    private const string EvaluationsName = "evaluations.csv", ExchangeName = "exchange.csv";

    private readonly List<string> _missing = [];
    private RunCourse? _course;

    private RunFiles(string path)
    {
        Path = path;
        using RunDirectory directory = RunDirectory.Open(path);
        Request = directory.ReadRequest();
        Settings = SettingsOf(Request, File.ReadAllText(System.IO.Path.Combine(path, RunPath.Manifest)));
        Metrics = ReadTable(MetricsName, [], "agent_steps", "seconds");
        Threads = ReadTable(ThreadsName, [], "thread", "updates", "mean_staleness");
        Episodes = ReadTable(EpisodesName, EpisodeColumns, "agent_step", "return");
        Evaluations = ReadTableIfThere(EvaluationsName, "agent_step", "mean", "standard_deviation");
        Exchange = File.Exists(System.IO.Path.Combine(path, ExchangeName)) ? ReadTable(ExchangeName, [], ExchangeColumns) : null;
        Evaluation = directory.ReadFinalEvaluation();
        Roofline = ReadRoofline();
        if (Evaluation is null) _missing.Add("There is no final evaluation: the run is not finished, or it plays no evaluation episodes.");
    }

    /// <summary>The run's directory, as the user wrote it.</summary>
    internal string Path { get; }

    /// <summary>What was trained.</summary>
    internal TrainingRequest Request { get; }

    /// <summary>Every setting of the run by name, in the order of run.json, with the version and the machine.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The reports; null if the table is missing or lacks a column.</summary>
    internal TableColumns? Metrics { get; }

    /// <summary>The threads at each report; null if the table is missing or lacks a column.</summary>
    internal TableColumns? Threads { get; }

    /// <summary>The finished episodes; null if the table is missing or lacks a column.</summary>
    internal TableColumns? Episodes { get; }

    /// <summary>The periodic evaluations; null if the run has none, or if the table lacks a column.</summary>
    internal TableColumns? Evaluations { get; }

    /// <summary>The exchange of each rank at each report; null if the run has one rank, or if the table lacks a column.</summary>
    internal TableColumns? Exchange { get; }

    /// <summary>The final evaluation; null if there is none.</summary>
    internal Evaluation? Evaluation { get; }

    /// <summary>The roofline of the run's profile; null if the run was not profiled, or if the profile cannot be read.</summary>
    internal ProfiledRoofline? Roofline { get; }

    /// <summary>A sentence for each thing that could not be read.</summary>
    internal IReadOnlyList<string> Missing => _missing;

    /// <summary>T at the latest report or episode; 0 before the first.</summary>
    internal double AgentSteps => Math.Max(LastOf(Metrics, "agent_steps"), LastOf(Episodes, "agent_step"));

    /// <summary>Seconds trained at the latest report.</summary>
    internal double Seconds => LastOf(Metrics, "seconds");

    /// <summary>Number of training episodes that have ended, also of those that a full table has left out; NaN without tables.</summary>
    internal double EpisodeCount => Metrics is null && Episodes is null ? double.NaN
        : Math.Max(Math.Max(LastOf(Metrics, "episodes"), LastOf(Episodes, "episode")), Episodes?.Rows ?? 0);

    /// <summary>Frames of the environment per agent step; 1 if the table does not tell.</summary>
    internal double FramesPerAgentStep
    {
        get
        {
            (double frames, double steps) = (LastOf(Metrics, "frames"), LastOf(Metrics, "agent_steps"));
            return frames > 0 && steps > 0 ? Math.Round(frames / steps) : 1;
        }
    }

    /// <summary>The learning curve; without points if too few episodes ended, or if a table is missing.</summary>
    internal RunCourse Course => _course ??= Metrics is null || Episodes is null
        ? new RunCourse([], double.NaN, double.NaN)
        : RunCourse.Of(Episodes, RunCourse.ClockOf(Metrics), AgentSteps) with { HasEnded = HasEnded };

    /// <summary>
    /// Whether the run has ended as it was asked to. A final evaluation alone does not tell it: one that was resumed with more agent steps
    /// keeps the evaluation of its earlier end. Only a run with a target return or with seconds may end before its agent steps are done.
    /// </summary>
    internal bool HasEnded => AgentSteps >= (Request.AgentSteps ?? double.PositiveInfinity)
        || (Evaluation is not null && (Metrics is null || MayEndEarly));

    private bool MayEndEarly => Settings.GetValueOrDefault("target-return", "auto") != "auto"
        || Settings.GetValueOrDefault("training-seconds", "auto") != "auto";

    /// <summary>
    /// The mean return at the end of each episode that is a point of the learning curve; none without a table of episodes.
    /// </summary>
    internal IEnumerable<EpisodeWindow> Windows
    {
        get
        {
            if (Episodes is null) yield break;
            foreach (EpisodeWindow window in EpisodeWindow.Of(Episodes))
            {
                if (window.IsOfCurve) yield return window;
            }
        }
    }

    /// <summary>What was trained, for titles: "catch, a3c, seed 1".</summary>
    internal string Title => $"{Request.Environment}, {Request.Algorithm}, seed {Request.Seed}";

    /// <summary>Reads the files of a run.</summary>
    /// <param name="path">The run's directory.</param>
    /// <param name="command">The command that reads it.</param>
    /// <returns>The files.</returns>
    /// <exception cref="InputException">No run is there, or its manifest cannot be read or is of another format.</exception>
    internal static RunFiles Open(string path, string command)
    {
        RunPath.Check(path, command);
        return new RunFiles(path);
    }

    /// <summary>
    /// Finds the end of the first episode at which the mean return of the latest 100 training episodes is at or above a bar.
    /// </summary>
    /// <param name="bar">The mean return.</param>
    /// <returns>The point, its second NaN without reports; at infinity if there is none, and null without a table of episodes.</returns>
    internal CoursePoint? FirstAt(double bar)
    {
        if (Episodes is null) return null;
        foreach (EpisodeWindow window in Windows)
        {
            if (!(window.Mean >= bar)) continue;
            double second = Metrics is null ? double.NaN : RunCourse.ClockOf(Metrics).SecondAt(window.AgentStep);
            return new CoursePoint(window.AgentStep, second, window.Mean);
        }

        return new CoursePoint(double.PositiveInfinity, double.PositiveInfinity, double.NaN);
    }

    private static double LastOf(TableColumns? table, string column) =>
        table?.Find(column) is { Count: > 0 } values && double.IsFinite(values[^1]) ? values[^1] : 0;

    private static Dictionary<string, string> SettingsOf(TrainingRequest request, string manifest)
    {
        var settings = new Dictionary<string, string>();
        Add("environment", request.Environment);
        Add("algorithm", request.Algorithm);
        Add("network", request.Network);
        JsonNode? document = JsonNode.Parse(manifest);
        Add("layers", TextOf(document, "layers"));
        Add("execution", request.Execution);
        Add("threads", request.Threads?.ToString(CultureInfo.InvariantCulture));
        Add("actors", request.Actors?.ToString(CultureInfo.InvariantCulture));
        Add("agent-steps", request.AgentSteps?.ToString(CultureInfo.InvariantCulture));
        Add("seed", request.Seed?.ToString(CultureInfo.InvariantCulture));
        Add("sharing", request.Sharing);
        foreach ((string name, string value) in request.Assignments) Add(name, value);
        foreach (string member in (string[])["version", "processor", "system", "vectorWidth"]) Add(member, TextOf(document, member));
        return settings;

        void Add(string name, string? value)
        {
            if (value is not null) settings[name] = value;
        }
    }

    private static string? TextOf(JsonNode? document, string member) =>
        document is JsonObject && document[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private TableColumns? ReadTableIfThere(string name, params string[] needed) =>
        File.Exists(System.IO.Path.Combine(Path, name)) ? ReadTable(name, needed, needed) : null;

    private ProfiledRoofline? ReadRoofline()
    {
        try
        {
            return ProfiledRoofline.ReadFrom(Path);
        }
        catch (InputException problem)
        {
            _missing.Add(problem.Message);
            return null;
        }
    }

    private TableColumns? ReadTable(string name, string[] kept, params string[] needed)
    {
        string path = System.IO.Path.Combine(Path, name);
        if (!File.Exists(path))
        {
            _missing.Add($"There is no table {name}.");
            return null;
        }

        TableColumns table;
        try
        {
            table = TableColumns.Read(path, kept);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _missing.Add($"The table {name} cannot be read: {problem.Message}");
            return null;
        }

        foreach (string column in needed)
        {
            if (table.Find(column) is not null) continue;
            _missing.Add($"The table {name} has no column {column}.");
            return null;
        }

        if (table.Rows == 0) _missing.Add($"The table {name} has no rows yet.");

        // One such row is the one that is being written.
        if (table.BrokenRows > 1)
            _missing.Add($"The table {name} has {table.BrokenRows} rows with another number of fields; they are left out.");
        return table;
    }
}
