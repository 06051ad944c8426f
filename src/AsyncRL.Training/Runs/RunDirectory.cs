using AsyncRL.Environments.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The directory that a run writes and everything else reads: run.json, metrics.csv, threads.csv, episodes.csv and checkpoints/.
/// </summary>
public sealed class RunDirectory
{
    private const string ManifestName = "run.json";
    private const string CheckpointsName = "checkpoints";

    private RunDirectory(string path) => FullPath = Path.GetFullPath(path);

    /// <summary>The directory's full path.</summary>
    public string FullPath { get; }

    private string Checkpoints => Path.Combine(FullPath, CheckpointsName);

    /// <summary>Makes the directory of a new run and writes its manifest.</summary>
    /// <param name="path">Where; nothing may be there yet.</param>
    /// <param name="configuration">The run.</param>
    /// <returns>The directory.</returns>
    /// <exception cref="InputException">Something is there already, or the directory cannot be made.</exception>
    public static RunDirectory Create(string path, TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (Path.Exists(path))
            throw new InputException($"The output directory {path} exists; expected a new one (to continue a run, use --resume).");
        try
        {
            Directory.CreateDirectory(path);
            var directory = new RunDirectory(path);
            File.WriteAllText(Path.Combine(path, ManifestName), RunManifest.Write(configuration));
            return directory;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = problem.Message.Split(" (Parameter")[0];
            throw new InputException($"The output directory {path} cannot be made: {reason}", problem);
        }
    }

    /// <summary>Opens the directory of an earlier run.</summary>
    /// <param name="path">Where.</param>
    /// <returns>The directory.</returns>
    /// <exception cref="InputException">No run is there.</exception>
    public static RunDirectory Open(string path)
    {
        if (!File.Exists(Path.Combine(path, ManifestName)))
            throw new InputException($"The directory {path} holds no {ManifestName}; expected a directory that train wrote.");
        return new RunDirectory(path);
    }

    /// <summary>A path for a run that was given none: runs/catch-a3c-1, or the next number that is free.</summary>
    /// <param name="configuration">The run.</param>
    /// <returns>A path where nothing is.</returns>
    public static string Propose(TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        for (int i = 1; ; i++)
        {
            string path = Path.Combine("runs", $"{configuration.Environment.Name}-{configuration.Algorithm.Name}-{i}");
            if (!Path.Exists(path)) return path;
        }
    }

    /// <summary>What the run was asked to do.</summary>
    /// <returns>The request, every option named.</returns>
    /// <exception cref="InputException">The manifest cannot be read or is none.</exception>
    public TrainingRequest ReadRequest()
    {
        string path = Path.Combine(FullPath, ManifestName);
        try
        {
            return RunManifest.Read(File.ReadAllText(path), path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The manifest {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The newest checkpoint.</summary>
    /// <param name="configuration">The run, whose network the checkpoint must fit.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="InputException">There is none, it is damaged, or it is of another network.</exception>
    public Checkpoint ReadCheckpoint(TrainingConfiguration configuration)
    {
        Checkpoint checkpoint = CheckpointFile.ReadNewest(Checkpoints);
        string expected = NetworkSignature(configuration);
        if (checkpoint.Network != expected)
            throw new InputException($"The checkpoint in {Checkpoints} is of the network {checkpoint.Network}; expected {expected}.");
        return checkpoint;
    }

    internal void WriteCheckpoint(Checkpoint checkpoint) => CheckpointFile.Write(Checkpoints, checkpoint);

    internal string LogPath(string name) => Path.Combine(FullPath, name);

    /// <summary>Name, input and layout of a network in one line.</summary>
    internal static string NetworkSignature(TrainingConfiguration configuration)
    {
        var slices = new List<string>();
        foreach (Numerics.Networks.ParameterSlice slice in configuration.Network.Layout.Slices)
            slices.Add($"{slice.Name}[{string.Join("×", slice.Shape.Dimensions)}]");
        return $"{configuration.Network.Description.Name} on {configuration.Network.Input}: {string.Join(" ", slices)}";
    }
}
