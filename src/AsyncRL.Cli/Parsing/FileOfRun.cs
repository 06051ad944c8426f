using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>
/// Protects the files that a run cannot do without from a command that writes something else under their name. Pictures, pages and event
/// files in the directory of a run are not among them: they can be made again.
/// </summary>
internal static class FileOfRun
{
    private const string Checkpoints = "checkpoints", Study = "study.json";

    /// <summary>Some file systems do not distinguish capitals.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        RunPath.Manifest, "metrics.csv", "threads.csv", "episodes.csv", "evaluations.csv", "exchange.csv", "evaluation.json",
        "profile.json", "result.json", "lock", "lock-holder.json", Checkpoints,
    };

    /// <summary>Makes the option of a file that a command writes. It refuses a file of a run before the command begins.</summary>
    /// <param name="name">Its name with two hyphens.</param>
    /// <param name="valueName">What help calls its value.</param>
    /// <param name="expected">What values it takes.</param>
    /// <param name="description">What it does.</param>
    /// <returns>The option, for one command.</returns>
    internal static TextOption OutputOption(string name, string valueName, string expected, string description)
    {
        var option = new TextOption(name, valueName, expected, description);
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count == 1 && Find(given.Tokens[0].Value) is { } sentence) given.AddError(sentence);
        });
        return option;
    }

    /// <summary>Refuses a path at which a run keeps a file, even if the file is not there yet.</summary>
    /// <param name="path">The path that a command will write.</param>
    /// <exception cref="InputException">It belongs to a run.</exception>
    internal static void Refuse(string path)
    {
        if (Find(path) is { } sentence) throw new InputException(sentence);
    }

    private static string? Find(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal)) return null;
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (string? directory = Path.GetDirectoryName(full); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            string[] parts = Path.GetRelativePath(directory, full).Split(Path.DirectorySeparatorChar);
            if (IsKept(parts) && File.Exists(Path.Combine(directory, RunPath.Manifest))) return Sentence(path, "run", directory);
            if (parts is [Study] && File.Exists(full)) return Sentence(path, "study", directory);
        }

        return null;
    }

    /// <summary>Whether a run keeps a file at a path within its directory.</summary>
    private static bool IsKept(string[] parts) => parts.Length == 1
        ? Names.Contains(parts[0]) : string.Equals(parts[0], Checkpoints, StringComparison.OrdinalIgnoreCase);

    private static string Sentence(string path, string owner, string directory) =>
        $"The output {path} belongs to the {owner} in {directory}, which it would damage; expected another path.";
}
