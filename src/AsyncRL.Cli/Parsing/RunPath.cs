using AsyncRL.Core.Options;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Parsing;

/// <summary>Says what is at a path that should be a run's directory, and what to type instead.</summary>
internal static class RunPath
{
    /// <summary>The file that only the directory of a run contains.</summary>
    internal const string Manifest = "run.json";

    private const string Runs = "runs";
    private const int MostNamed = 5;

    /// <summary>Makes sure that a run is at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="command">The command that reads it: "play".</param>
    /// <exception cref="InputException">There is none.</exception>
    internal static void Check(string path, string command)
    {
        if (Directory.Exists(path))
        {
            if (!File.Exists(Path.Combine(path, Manifest))) throw new InputException(OfDirectory(path, command));
        }
        else
        {
            throw new InputException(File.Exists(path) ? OfFile(path, command) : OfNothing(path, command));
        }
    }

    /// <summary>Adds a run to those that a command was given.</summary>
    /// <param name="known">The runs before it.</param>
    /// <param name="path">The run's path.</param>
    /// <exception cref="InputException">The run is among them, perhaps by another path.</exception>
    internal static void AddOnce(HashSet<string> known, string path)
    {
        if (!known.Add(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))))
            throw new InputException($"The run {path} is named twice; expected each run once.");
    }

    private static string OfDirectory(string path, string command)
    {
        string advice = NamesIn(path) is { Count: > 0 } names
            ? $"expected one of the runs in it: asyncrl {command} {string.Join(" or ", Shortened(path, names))}."
            : command == "report" ? "expected a directory that train or study wrote." : "expected a directory that train wrote.";
        return $"The directory {path} holds no {Manifest}; {advice}";
    }

    private static string OfFile(string path, string command)
    {
        string? directory = Path.GetDirectoryName(Path.GetFullPath(path));
        bool isWithinRun = directory is not null && File.Exists(Path.Combine(directory, Manifest));
        return isWithinRun
            ? $"The path {path} is a file of a run; expected the run's directory: asyncrl {command} {Path.GetDirectoryName(path) ?? "."}."
            : $"The path {path} is a file; expected a directory that train wrote, with its {Manifest}.";
    }

    private static string OfNothing(string path, string command)
    {
        if (EnvironmentCatalogue.Find(path) is { } environment)
        {
            string byHand = command == "play" ? $", or asyncrl play {environment.Name} --human to play it yourself" : "";
            return $"The word \"{path}\" is the name of an environment, not a run's directory; "
                + $"expected what asyncrl train {environment.Name} writes{byHand}.";
        }

        string parent = Path.GetDirectoryName(path) is { Length: > 0 } above ? above : Runs;
        List<string> names = NamesIn(parent);
        string advice = Names.Nearest(Path.GetFileName(path), names) is { } nearest
            ? $"did you mean {Path.Combine(parent, nearest)}?"
            : names.Count > 0
                ? $"expected a directory that train wrote: {string.Join(", ", Shortened(parent, names))}."
                : $"expected a directory that train wrote, with its {Manifest}.";
        return $"There is no directory {path}; {advice}";
    }

    private static List<string> NamesIn(string directory)
    {
        var names = new List<string>();
        try
        {
            if (!Directory.Exists(directory)) return names;
            foreach (string entry in Directory.EnumerateDirectories(directory))
            {
                if (File.Exists(Path.Combine(entry, Manifest))) names.Add(Path.GetFileName(entry));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return names;
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static List<string> Shortened(string directory, List<string> names)
    {
        List<string> paths = names[..Math.Min(MostNamed, names.Count)].ConvertAll(name => Path.Combine(directory, name));
        if (names.Count > MostNamed) paths.Add("…");
        return paths;
    }
}
