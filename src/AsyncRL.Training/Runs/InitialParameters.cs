using System.Globalization;
using System.Security.Cryptography;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>
/// θ of another run, with which a run begins, and the moments by which that run normalized its task. The optimizer's statistics and T are
/// not taken over: they begin as in any new run.
/// </summary>
public sealed class InitialParameters
{
    private readonly TrainingConfiguration _source;
    private readonly float[] _theta;

    private InitialParameters(string directory, TrainingConfiguration source, CheckpointFile selected)
    {
        (Directory, _source, _theta) = (directory, source, selected.ReadTheta());
        AgentSteps = selected.Checkpoint.AgentSteps;
        Sha256 = HashOf(_theta);
        Checkpoint = Path.GetRelativePath(Path.Combine(directory, RunDirectory.CheckpointsName), selected.Path);
        Normalization = selected.ReadNormalization(source);
        string steps = AgentSteps.ToString("N0", CultureInfo.InvariantCulture);
        Notes = [.. selected.Notes, $"θ begins as that of {directory} at agent step {steps}{MomentsInWords()}."];
    }

    /// <summary>The full path of the directory of the run that they come from.</summary>
    public string Directory { get; }

    /// <summary>The file of their checkpoint, as <see cref="Read"/> takes it.</summary>
    public string Checkpoint { get; }

    /// <summary>T of their checkpoint.</summary>
    public long AgentSteps { get; }

    /// <summary>The SHA-256 of θ, little-endian, in hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>What a user should know: what is damaged, and what is taken over. A sentence or two each.</summary>
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

    /// <summary>The SHA-256 of parameters.</summary>
    internal static string HashOf(ReadOnlySpan<float> theta)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new BinaryWriter(new CountingStream(Stream.Null, hash));
        writer.WriteNumbers(theta);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Makes sure that a run's network sees, chooses and computes as the one that the parameters were learned with.</summary>
    /// <exception cref="InputException">It does not.</exception>
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

    private static string Describe(Environments.ActionSpecification actions)
    {
        string numbers = actions.Choices.IsEmpty ? "" : $" {string.Join("×", actions.Choices.ToArray())}";
        return $"{actions.Kind} {actions.Count}{numbers}";
    }

    private static string Normalizes(TrainingConfiguration run) => run.Wrappers.NormalizeObservations ? "true" : "false";

    private string MomentsInWords() => _source.Wrappers.NormalizeObservations
        ? ", with the running moments of its observations, by which it was learned" : "";
}
