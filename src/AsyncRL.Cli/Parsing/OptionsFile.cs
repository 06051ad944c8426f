using System.Globalization;
using System.Text.Json;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Parsing;

/// <summary>
/// What <c>--options FILE</c> says of a run: the run.json of another run, or a part of it that was written by hand. What the file does not
/// name is null.
/// </summary>
internal sealed record OptionsFile
{
    private const string RunFormat = "format";
    private const string Expected = "expected an object with options, as a run's run.json is one.";

    /// <summary>Members of run.json that describe how the run went, not what it should do.</summary>
    private static readonly string[] Descriptions =
    [
        RunFormat, "version", "processor", "system", "vectorWidth", "fused", "started", "layers", "parameters", "warnings", "changes",
        "specification",
    ];

    private static readonly string[] Settings =
    [
        "environment", "assembly", "algorithm", "network", "networkLayers", "execution", "threads", "actors", "agentSteps", "seed",
        "sharing", "initialParameters", "options",
    ];

    /// <summary>Name of the environment.</summary>
    internal string? Environment { get; init; }

    /// <summary>The environment's assembly and type.</summary>
    internal string? Assembly { get; init; }

    /// <summary>Name of the algorithm.</summary>
    internal string? Algorithm { get; init; }

    /// <summary>Name of the network.</summary>
    internal string? Network { get; init; }

    /// <summary>The network's layers.</summary>
    internal NetworkDescription? Layers { get; init; }

    /// <summary>Name of the execution mode.</summary>
    internal string? Execution { get; init; }

    /// <summary>Actor-learner threads.</summary>
    internal int? Threads { get; init; }

    /// <summary>Actor-learners of the simulated execution.</summary>
    internal int? Actors { get; init; }

    /// <summary>T_max, in agent steps.</summary>
    internal long? AgentSteps { get; init; }

    /// <summary>The seed of all chance.</summary>
    internal ulong? Seed { get; init; }

    /// <summary>Name of the sharing mode.</summary>
    internal string? Sharing { get; init; }

    /// <summary>
    /// The run that the initial θ is copied from: its directory, checkpoint and hash; null for each that the file does not name.
    /// </summary>
    internal (string Directory, string? Checkpoint, string? Sha256)? InitialParameters { get; init; }

    /// <summary>Texts by option name, without regard to case.</summary>
    internal IReadOnlyDictionary<string, string> Assignments { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; null for a file that names nothing.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="InputException">It cannot be read, is no JSON object, or has a member of another name or type.</exception>
    internal static OptionsFile Read(string? path)
    {
        if (path is null) return new OptionsFile();
        try
        {
            using JsonDocument document = LenientJson.Parse(ReadText(path));
            return Read(document.RootElement, $"options file {path}");
        }
        catch (JsonException problem)
        {
            string reason = LenientJson.Describe(problem);
            throw new InputException($"The options file {path} is no JSON object{reason}; {Expected}", problem);
        }
    }

    /// <summary>Reads θ to begin with.</summary>
    /// <returns>θ; null if the file names none.</returns>
    /// <exception cref="InputException">It is not there, is damaged, or has another hash.</exception>
    internal InitialParameters? ReadInitialParameters() => InitialParameters is var (directory, checkpoint, sha256)
        ? Training.Runs.InitialParameters.Read(directory, checkpoint, sha256) : null;

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (Directory.Exists(path))
                throw new InputException($"The options file {path} is a directory; expected a file, for example its run.json.", problem);
            string reason = File.Exists(path) ? "cannot be read" : "does not exist";
            throw new InputException($"The options file {path} {reason}; expected a JSON file, such as a run's run.json.", problem);
        }
    }

    /// <summary>Reads an object with settings, which may be a part of a larger document.</summary>
    /// <param name="root">The object.</param>
    /// <param name="place">What it is, for messages: "arm a3c of the study file x.json".</param>
    /// <param name="others">Members that are not read here and are allowed.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="InputException">It is no object, or has a member of another name or type.</exception>
    internal static OptionsFile Read(JsonElement root, string place, params string[] others)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InputException($"The {place} holds {KindOf(root)}; {Expected}");
        foreach (JsonProperty member in root.EnumerateObject())
        {
            bool isKnown = Array.IndexOf(Settings, member.Name) >= 0 || Array.IndexOf(Descriptions, member.Name) >= 0;
            if (isKnown || Array.IndexOf(others, member.Name) >= 0) continue;
            throw new InputException($"The {place}: {Names.Unknown("member", member.Name, [.. Settings, .. others])}");
        }

        var reader = new OptionsFileReader(root, place);
        bool isManifest = root.TryGetProperty(RunFormat, out _);
        if (isManifest) reader.CheckFormat(RunFormat);
        var file = new OptionsFile
        {
            Environment = reader.Text("environment"),
            Assembly = reader.IsNull("assembly") ? null : reader.Text("assembly"),
            Algorithm = reader.Text("algorithm"),
            Network = reader.Text("network"),
            Layers = reader.Layers("networkLayers"),
            Execution = reader.Text("execution"),
            Threads = reader.Number<int>("threads"),
            Actors = reader.Number<int>("actors"),
            AgentSteps = reader.Number<long>("agentSteps"),
            Seed = reader.Number<ulong>("seed"),
            Sharing = reader.Text("sharing"),
            InitialParameters = reader.InitialParameters("initialParameters"),
            Assignments = reader.Assignments("options"),
        };
        return isManifest ? file.WithOneCountOfActors() : file;
    }

    /// <summary>Puts these settings over others.</summary>
    /// <param name="below">The settings that count where these name nothing.</param>
    /// <returns>Both.</returns>
    internal OptionsFile Over(OptionsFile below)
    {
        // Actors are those of the simulated execution, and threads those of the other.
        bool keepsActors = Execution is null || string.Equals(Execution, below.Execution, StringComparison.OrdinalIgnoreCase);
        return new OptionsFile
        {
            Environment = Environment ?? below.Environment,
            Assembly = Environment is null ? Assembly ?? below.Assembly : Assembly,
            Algorithm = Algorithm ?? below.Algorithm,
            Network = Network ?? below.Network,
            Layers = Network is null ? Layers ?? below.Layers : Layers,
            Execution = Execution ?? below.Execution,
            Threads = Threads ?? (keepsActors ? below.Threads : null),
            Actors = Actors ?? (keepsActors ? below.Actors : null),
            AgentSteps = AgentSteps ?? below.AgentSteps,
            Seed = Seed ?? below.Seed,
            Sharing = Sharing ?? below.Sharing,
            InitialParameters = InitialParameters ?? below.InitialParameters,
            Assignments = Parsing.Assignments.Merge(below.Assignments, Assignments),
        };
    }

    /// <summary>A manifest counts threads and actors, whichever the execution mode takes.</summary>
    private OptionsFile WithOneCountOfActors() =>
        Execution == TrainingConfiguration.Executions[0] ? this with { Actors = null } : this with { Threads = null };

    /// <summary>What a JSON value is, in words.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The words.</returns>
    internal static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text \"{value.GetString()}\"",
        JsonValueKind.Number => string.Create(CultureInfo.InvariantCulture, $"the number {value.GetRawText()}"),
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };
}
