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

    private const string EvaluationName = "evaluation.json";

    private const string NoEvaluation = "There is no final evaluation: the run is not finished, or it plays no evaluation episodes.";

    private const string DamagedEvaluation = $"The file {EvaluationName} cannot be read, so that the final evaluation is unknown.";

    private readonly List<string> _missing = [];
    private readonly double _framesPerAgentStep;
    private RunCourse? _course;

    private RunFiles(string path)
    {
        Path = path;
        using RunDirectory directory = RunDirectory.Open(path);
        Request = directory.ReadRequest();
        JsonNode? manifest = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(path, RunPath.Manifest)));
        Settings = SettingsOf(Request, manifest);
        _framesPerAgentStep = FramesOf(manifest);
        Metrics = RunTableReadings.MetricsOf(Request.Algorithm).Read(path, _missing);
        Threads = RunTableReadings.Threads.Read(path, _missing);
        Episodes = RunTableReadings.Episodes.Read(path, _missing);
        Evaluations = ReadIfThere(RunTableReadings.Evaluations);
        Exchange = ReadIfThere(RunTableReadings.Exchange);
        Roofline = ReadRoofline();
        MissingTables = [.. _missing];
        Evaluation = directory.ReadFinalEvaluation();
        if (Evaluation is null) _missing.Add(HasDamagedEvaluation ? DamagedEvaluation : NoEvaluation);
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

    /// <summary>Whether there is a file of the final evaluation that cannot be read.</summary>
    internal bool HasDamagedEvaluation => Evaluation is null && File.Exists(System.IO.Path.Combine(Path, EvaluationName));

    /// <summary>A sentence for each thing that could not be read.</summary>
    internal IReadOnlyList<string> Missing => _missing;

    /// <summary>The same without what is said of the final evaluation.</summary>
    internal IReadOnlyList<string> MissingTables { get; }

    /// <summary>T at the latest report or episode; 0 before the first.</summary>
    internal double AgentSteps => Math.Max(LastOf(Metrics, "agent_steps"), LastOf(Episodes, "agent_step"));

    /// <summary>The same; NaN if no table has a row that tells it.</summary>
    internal double KnownAgentSteps => Metrics is { Rows: > 0 } || Episodes is { Rows: > 0 } ? AgentSteps : double.NaN;

    /// <summary>Seconds trained at the latest report.</summary>
    internal double Seconds => LastOf(Metrics, "seconds");

    /// <summary>Number of training episodes that have ended, also of those that a full table has left out; NaN without tables.</summary>
    internal double EpisodeCount => Metrics is null && Episodes is null ? double.NaN
        : Math.Max(Math.Max(LastOf(Metrics, "episodes"), LastOf(Episodes, "episode")), Episodes?.Rows ?? 0);

    /// <summary>Frames of the environment per agent step, from metrics.csv or run.json; NaN if neither tells.</summary>
    internal double FramesPerAgentStep
    {
        get
        {
            (double frames, double steps) = (LastOf(Metrics, "frames"), LastOf(Metrics, "agent_steps"));
            return frames > 0 && steps > 0 ? Math.Round(frames / steps) : _framesPerAgentStep;
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
        || (Evaluation is not null && (Metrics is not { Rows: > 0 } || MayEndEarly));

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

    private static Dictionary<string, string> SettingsOf(TrainingRequest request, JsonNode? document)
    {
        var settings = new Dictionary<string, string>();
        Add("environment", request.Environment);
        Add("algorithm", request.Algorithm);
        Add("network", request.Network);
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

    /// <summary>Runs of earlier versions did not write the number.</summary>
    private static double FramesOf(JsonNode? manifest) =>
        manifest is JsonObject && manifest["specification"] is JsonObject specification
        && specification["framesPerAgentStep"] is JsonValue value && value.TryGetValue(out int frames) && frames > 0 ? frames : double.NaN;

    private static string? TextOf(JsonNode? document, string member) =>
        document is JsonObject && document[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private TableColumns? ReadIfThere(TableReading reading) =>
        File.Exists(System.IO.Path.Combine(Path, reading.Name)) ? reading.Read(Path, _missing) : null;

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
}
