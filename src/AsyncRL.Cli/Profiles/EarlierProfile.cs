using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Profiles;

/// <summary>A profile that <c>asyncrl profile --json</c> printed, with which a new one is compared.</summary>
/// <param name="Document">Its document.</param>
/// <param name="Rows">Its figures, one for each number of threads.</param>
internal sealed record EarlierProfile(JsonObject Document, IReadOnlyList<ProfileFigures> Rows)
{
    private const string Machine = "machine", Processor = "processor", Options = "options";

    private static readonly string[] Compared = ["environment", "algorithm", "network", "parameters", "sharing", "vectorWidth"];

    /// <summary>Reads a profile.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="InputException">The file cannot be read, or is no profile.</exception>
    internal static EarlierProfile Read(string path) =>
        ProfileMembers.ReadFile(path, path, document => new EarlierProfile(document as JsonObject ?? [], ProfileFigures.Of(document)));

    /// <summary>Refuses a profile of other numbers of threads before anything is measured.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="threads">The numbers of threads that will be measured.</param>
    /// <exception cref="InputException">No number of threads is in both.</exception>
    internal void CheckThreads(string path, IReadOnlyList<int> threads)
    {
        List<string> own = [.. Rows.Select(row => row.Threads.ToString(CultureInfo.InvariantCulture))];
        if (Rows.Any(row => threads.Any(count => count == row.Threads))) return;
        throw new InputException(
            $"The profile {path} has rows of {string.Join(", ", own)} threads, and {string.Join(", ", threads)} are to be measured; "
            + "expected a number of threads that is in both.");
    }

    /// <summary>In what the work and the machine differ from those of another profile.</summary>
    /// <param name="now">The document of the other profile.</param>
    /// <returns>A sentence for each difference.</returns>
    internal IReadOnlyList<string> DifferencesFrom(JsonObject now)
    {
        var sentences = new List<string>();
        foreach (string name in Compared) Compare(name, Document[name], now[name]);
        Compare(Processor, (Document[Machine] as JsonObject)?[Processor], now[Machine]![Processor]);
        var before = Document[Options] as JsonObject;
        foreach ((string name, JsonNode? value) in (JsonObject)now[Options]!) Compare($"option {name}", before?[name], value);
        return sentences;

        void Compare(string what, JsonNode? earlier, JsonNode? later)
        {
            if (!JsonNode.DeepEquals(earlier, later)) sentences.Add($"Earlier {what} {Shown(earlier)}, now {Shown(later)}.");
        }

        static string Shown(JsonNode? value) => value?.ToString() ?? "unknown";
    }
}
