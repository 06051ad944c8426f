using System.Globalization;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The initial θ of a run, copied from another run, and the moments by which the other run normalized its task. The optimizer's statistics
/// and T are not copied; they begin as in any new run.
/// </summary>
public sealed class InitialParameters
{
    private readonly TrainingConfiguration _source;
    private readonly float[] _theta;

    private InitialParameters(string directory, TrainingConfiguration source, CheckpointFile selected)
    {
        (Directory, _source, _theta) = (directory, source, selected.ReadTheta());
        AgentSteps = selected.Checkpoint.AgentSteps;
        Sha256 = ThetaHash.Of(_theta);
        Checkpoint = Path.GetRelativePath(Path.Combine(directory, RunDirectory.CheckpointsName), selected.Path);
        Normalization = selected.ReadNormalization(source);
        string steps = AgentSteps.ToString("N0", CultureInfo.InvariantCulture);
        Notes = [.. selected.Notes, $"θ begins as that of {directory} at agent step {steps}{MomentsInWords()}."];
    }

    /// <summary>The full path of the directory of the other run.</summary>
    public string Directory { get; }

    /// <summary>The file of the checkpoint, in the form that <see cref="Read"/> takes.</summary>
    public string Checkpoint { get; }

    /// <summary>T of the checkpoint.</summary>
    public long AgentSteps { get; }

    /// <summary>The SHA-256 of θ, little-endian, in hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Notes for the user about damaged files and about the copied moments, one or two sentences each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>θ in the network's layout.</summary>
    internal ReadOnlySpan<float> Theta => _theta;

    /// <summary>The moments by which the task was normalized.</summary>
    internal Normalization Normalization { get; }

    /// <summary>Reads θ of a run. The run's environment and optimizer need not be in this program.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="checkpoint">"best", agent steps or a file of a checkpoint; null for the newest whole one from before a fault.</param>
    /// <param name="sha256">The SHA-256 that θ must have; null for any.</param>
    /// <returns>θ.</returns>
    /// <exception cref="InputException">
    /// There is no run, its checkpoint is missing, damaged or of another run, or θ has another hash.
    /// </exception>
    public static InitialParameters Read(string directory, string? checkpoint = null, string? sha256 = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        using RunDirectory run = RunDirectory.Open(directory);
        TrainingConfiguration source = run.ReadConfiguration();
        using CheckpointFile selected = run.SelectCheckpoint(source, checkpoint);
        var parameters = new InitialParameters(run.FullPath, source, selected);
        if (sha256 is null || sha256.Equals(parameters.Sha256, StringComparison.OrdinalIgnoreCase)) return parameters;
        throw new InputException(
            $"The parameters of the checkpoint {parameters.Checkpoint} of {run.FullPath} have the SHA-256 {parameters.Sha256}; "
            + $"expected {sha256}.");
    }

    /// <summary>Checks that a run has the observations, actions and layers of the run that learned the parameters.</summary>
    /// <exception cref="InputException">The run differs in one of them.</exception>
    internal void Check(TrainingConfiguration run)
    {
        Compare("observations", $"{_source.Observation}", $"{run.Observation}", run.Environment.Name);
        Compare("actions", Describe(_source.Actions), Describe(run.Actions), run.Environment.Name);
        Compare("layers", $"{_source.Network.Description}", $"{run.Network.Description}", $"the network {run.Network.Description.Name}");
        Compare("parameter blocks", CheckpointFit.LayoutOf(_source.Network), CheckpointFit.LayoutOf(run.Network), run.Algorithm.Name);
        Compare("option normalize-observations", Normalizes(_source), Normalizes(run), "this run");
    }

    private void Compare(string what, string learned, string expected, string owner)
    {
        if (learned == expected) return;
        throw new InputException(
            $"The initial parameters of {Directory} were learned with the {what} \"{learned}\"; expected \"{expected}\" as of {owner}.");
    }

    /// <summary>Kind and numbers of an action. Bounds are left out, because a policy that is scaled to its bounds fits others.</summary>
    private static string Describe(Environments.ActionSpecification actions)
    {
        string numbers = actions.Choices.IsEmpty ? "" : $" {string.Join("×", actions.Choices.ToArray())}";
        return $"{actions.Kind} {actions.Count}{numbers}";
    }

    private static string Normalizes(TrainingConfiguration run) => run.Wrappers.NormalizeObservations ? "true" : "false";

    private string MomentsInWords() => _source.Wrappers.NormalizeObservations
        ? ", with the running moments of its observations, by which it was learned" : "";
}
