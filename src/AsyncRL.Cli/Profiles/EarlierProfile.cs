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
            if (!JsonNode.DeepEquals(earlier, later)) sentences.Add($"The {what} was {Shown(earlier)} and is {Shown(later)}.");
        }

        static string Shown(JsonNode? value) => value?.ToString() ?? "unknown";
    }
}
