using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The directory of a run: run.json, metrics.csv, threads.csv, episodes.csv and checkpoints/. One
/// process at a time trains in it, and holds its lock meanwhile; any number may read.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private const string ManifestName = "run.json";
    internal const string CheckpointsName = "checkpoints";

    private RunLock? _lock;
    private string _manifest = "";

    private RunDirectory(string path) => (GivenPath, FullPath) = (path, Path.GetFullPath(path));

    /// <summary>The format of run.json that this program writes and reads.</summary>
    public static int ManifestFormat => RunManifest.Format;

    /// <summary>The directory's full path.</summary>
    public string FullPath { get; }

    /// <summary>The directory as it was called.</summary>
    public string GivenPath { get; }

    internal CheckpointStore Checkpoints => new(PathOf(CheckpointsName));

    /// <summary>Makes the directory of a new run, takes its lock and writes its manifest.</summary>
    /// <param name="path">Where; nothing may be there yet.</param>
    /// <param name="configuration">The run.</param>
    /// <returns>The directory, locked until the training ends.</returns>
    /// <exception cref="InputException">Something is there already, or the directory cannot be made.</exception>
    public static RunDirectory Create(string path, TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return TryCreate(path, configuration) ?? throw new InputException(
            $"The output directory {path} exists; expected a new one "
            + "(to continue a run, use the option --resume of the command train, or Train.Resume in a program).");
    }

    /// <summary>Makes the directory of a run that was given none: runs/catch-a3c-1, or the next number that is free.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="parent">The directory of runs.</param>
    /// <returns>The directory, locked until the training ends.</returns>
    /// <exception cref="InputException">No directory can be made.</exception>
    public static RunDirectory CreateNext(TrainingConfiguration configuration, string parent = "runs")
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string environment = FileName(configuration.Environment.Name);
        for (int i = 1; ; i++)
        {
            string path = Path.Combine(parent, $"{environment}-{configuration.Algorithm.Name}-{i}");
            if (TryCreate(path, configuration) is { } directory) return directory;
        }
    }

    /// <summary>
    /// A name as a part of a path: "gymnasium:ALE/Pong-v5" is "gymnasium-ALE-Pong-v5". Of a whole path only the name of the file is left:
    /// "libretro:/games/pong.json" is "libretro-pong.json".
    /// </summary>
    internal static string FileName(string name)
    {
        int path = name.IndexOf(":/", StringComparison.Ordinal);
        string part = path < 0 ? name : $"{name[..path]}-{Path.GetFileName(name)}";
        return string.Concat(
            Array.ConvertAll(part.ToCharArray(), letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
    }

    /// <summary>Opens the directory of an earlier run.</summary>
    /// <param name="path">Where.</param>
    /// <returns>The directory.</returns>
    /// <exception cref="InputException">No run is there.</exception>
    public static RunDirectory Open(string path)
    {
        if (!Directory.Exists(path) && !File.Exists(path))
            throw new InputException($"There is no directory {path}; expected a directory that train wrote, with its {ManifestName}.");
        if (!File.Exists(Path.Combine(path, ManifestName)))
            throw new InputException($"The directory {path} holds no {ManifestName}; expected a directory that train wrote.");
        return new RunDirectory(path);
    }

    /// <summary>Reads the run's request.</summary>
    /// <returns>The request, every option named.</returns>
    /// <exception cref="InputException">The manifest cannot be read or is none.</exception>
    public TrainingRequest ReadRequest()
    {
        _manifest = "";
        return RunManifest.Read(Manifest(), PathOf(ManifestName));
    }

    /// <summary>Reads the run's request, for a program that runs the run's environment.</summary>
    /// <returns>The request, every option named.</returns>
    /// <exception cref="InputException">
    /// The manifest cannot be read or is none, or the run's environment is neither in this program nor in an assembly that the run names.
    /// </exception>
    public TrainingRequest ReadRequestToPlay()
    {
        TrainingRequest request = ReadRequest();
        if (request.Assembly is not null || EnvironmentCatalogue.Find(request.Environment) is not null) return request;
        throw new InputException(
            $"The run in {GivenPath} was made with the environment \"{request.Environment}\", which this program does not have; "
            + "expected the program that trained it, or a run that was trained with FILE.dll:TYPE.");
    }

    /// <summary>
    /// The run's configuration for an agent that only acts. An environment or optimizer that this program lacks is replaced by a
    /// substitute, and the options of missing parts are left out.
    /// </summary>
    /// <returns>The configuration.</returns>
    /// <exception cref="InputException">The manifest cannot be read or is none.</exception>
    public TrainingConfiguration ReadConfiguration()
    {
        TrainingRequest request = ReadRequest();
        EnvironmentDescription stand = EnvironmentCatalogue.Find(request.Environment)
            ?? RunManifest.ReadSpecification(_manifest, PathOf(ManifestName));
        Optimizer? optimizer = request.Assignments.TryGetValue("optimizer", out string? rule)
            ? MissingOptimizer.FindOrReplace(rule) : null;
        IReadOnlyList<string> known = NamedParts.OptionsOf(stand, NamedParts.Algorithm(request.Algorithm!), optimizer);
        var assignments = new Dictionary<string, string>();
        foreach ((string name, string value) in request.Assignments)
        {
            if (Names.Match(name, known) is not null || OptionSet.Has(stand.DefaultOptions, name)) assignments.Add(name, value);
        }

        return TrainingConfiguration.Resolve(
            request with { Assignments = assignments, Assembly = null }, stand, new GivenParts(Optimizer: optimizer));
    }

    /// <summary>
    /// Whether the run drew the θ that it began with. <see cref="TrainingConfiguration.DrawParameters"/> then draws it again.
    /// </summary>
    /// <returns>Whether it did; otherwise θ was copied from another run.</returns>
    /// <exception cref="InputException">The manifest cannot be read or is none.</exception>
    public bool DrewParameters() => RunManifest.DrewParameters(Manifest(), PathOf(ManifestName));

    /// <summary>Reads the figures of the final evaluation as they were written, of whichever θ they are.</summary>
    /// <returns>The figures; null if the run has none, or if their file is damaged.</returns>
    public Evaluation? ReadFinalEvaluation() => FinalEvaluation.Read(this)?.Evaluation;

    /// <summary>Reads the initial θ again from its run; null if θ was drawn.</summary>
    /// <exception cref="InputException">The source run does not exist any more, or its θ has another hash.</exception>
    internal InitialParameters? ReadInitialParameters() =>
        RunManifest.ReadInitialParameters(Manifest(), PathOf(ManifestName));

    /// <summary>The checkpoint that the run continues from: the newest whole one from before a fault.</summary>
    /// <param name="configuration">The run, which the checkpoint must fit.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="InputException">There is none, none is whole, or it is of another run.</exception>
    public Checkpoint ReadCheckpoint(TrainingConfiguration configuration)
    {
        using CheckpointFile selected = SelectCheckpoint(configuration);
        return selected.Checkpoint;
    }

    /// <summary>Chooses a checkpoint and opens it.</summary>
    /// <param name="configuration">The run, which the checkpoint must fit.</param>
    /// <param name="name">A number of agent steps or a file; null for the newest whole one from before a fault.</param>
    /// <returns>The checkpoint, with notes about the choice.</returns>
    /// <exception cref="InputException">There is none, none is whole, or it is of another run.</exception>
    public CheckpointFile SelectCheckpoint(TrainingConfiguration configuration, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        CheckpointFile selected = Checkpoints.Read(name);
        try
        {
            RunSettings.Compare(selected.Checkpoint.MadeWith, configuration);
            CheckpointFit.Check(selected, configuration);
            return selected;
        }
        catch
        {
            selected.Dispose();
            throw;
        }
    }

    /// <summary>T of the checkpoints of an ordinary training that are kept, the oldest first.</summary>
    /// <returns>The agent steps; empty if there are none.</returns>
    /// <exception cref="InputException">The directory cannot be read.</exception>
    public IReadOnlyList<long> KeptAgentSteps() => Checkpoints.OrdinaryAgentSteps();

    /// <summary>Takes the run's lock, until <see cref="Dispose"/> or the end of the training.</summary>
    /// <exception cref="InputException">Another process trains here.</exception>
    public void Hold() => _lock ??= RunLock.Take(FullPath);

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>
    /// Whether the run was killed before its first checkpoint, and so before its first step: there is neither a checkpoint nor a row.
    /// </summary>
    internal bool HasNotBegun => Checkpoints.NewestAgentSteps is null && RunTables.AreEmpty(this);

    internal string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>
    /// Restores the directory, its lock and its manifest before a checkpoint is written, because they may have been removed during the run.
    /// </summary>
    internal void WriteAgainWhatIsMissing()
    {
        Directory.CreateDirectory(FullPath);
        _lock?.Refresh();
        if (_manifest.Length > 0 && !File.Exists(PathOf(ManifestName))) WriteManifest(_manifest);
    }

    /// <summary>Writes the changed options of a resumed run into the manifest.</summary>
    internal void Record(TrainingConfiguration configuration, IReadOnlyList<SettingChange> changes, long agentSteps)
    {
        WriteManifest(RunManifest.Change(Manifest(), configuration, changes, agentSteps));
    }

    /// <summary>Writes a member into the manifest, or replaces it.</summary>
    internal void Record(string member, JsonNode value) => WriteManifest(RunManifest.With(Manifest(), member, value));

    /// <summary>The text of the manifest, read once.</summary>
    private string Manifest()
    {
        if (_manifest.Length > 0) return _manifest;
        string path = PathOf(ManifestName);
        try
        {
            return _manifest = File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The manifest {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Makes a directory that is not there yet, or in which a killed process has left nothing but its lock.</summary>
    /// <returns>The directory; null if something is there, or another process claims it at the same time.</returns>
    private static RunDirectory? TryCreate(string path, TrainingConfiguration configuration)
    {
        // One thread hands no line of θ to another.
        CoreLatencies? latencies = configuration.Threads > 1 ? CoreLatencies.OfThisMachine : null;
        string manifest = RunManifest.Write(configuration, latencies);
        try
        {
            RunLock? claimed = Path.Exists(path) ? RunLock.TryClaimAbandoned(Path.GetFullPath(path)) : ClaimNew(path);
            if (claimed is null) return null;
            var directory = new RunDirectory(path) { _lock = claimed };
            directory.WriteManifest(manifest);
            return directory;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = problem.Message.Split(" (Parameter")[0];
            throw new InputException($"The output directory {path} cannot be made: {reason}", problem);
        }
    }

    private static RunLock? ClaimNew(string path)
    {
        Directory.CreateDirectory(path);
        return RunLock.TryClaim(Path.GetFullPath(path));
    }

    private void WriteManifest(string text)
    {
        _manifest = text;
        DurableFile.Replace(PathOf(ManifestName), file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
