using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>A page of docs/algorithms: the pseudo-code's line numbers in its table, and the source files that implement them.</summary>
internal sealed partial class AlgorithmDocument
{
    internal const string Directory = "docs/algorithms";

    private AlgorithmDocument(string name, string text)
    {
        Name = name;
        foreach (Match source in SourceLine().Matches(text)) Sources.Add(source.Groups[1].Value);
        foreach (Match row in Row().Matches(text)) Lines.Add(row.Groups[1].Value);
    }

    /// <summary>The page's file.</summary>
    internal string Name { get; }

    /// <summary>The source files that the page names, one on each line "Source: …".</summary>
    internal List<string> Sources { get; } = [];

    /// <summary>The line numbers of its table, in order.</summary>
    internal List<string> Lines { get; } = [];

    /// <summary>All pages.</summary>
    internal static IReadOnlyList<AlgorithmDocument> All
    {
        get
        {
            var documents = new List<AlgorithmDocument>();
            foreach (string file in Repository.FilesBelow(Directory, "*.md"))
                documents.Add(new AlgorithmDocument(file, File.ReadAllText(Repository.PathOf(file))));
            return documents;
        }
    }

    /// <summary>Reads a page.</summary>
    internal static AlgorithmDocument Parse(string text) => new("a page", text);

    /// <summary>
    /// The markers of the page's algorithm in all of its sources. A source that several algorithms share has markers of each of them.
    /// </summary>
    internal List<string> Markers()
    {
        var markers = new List<string>();
        foreach (string source in Sources)
        {
            foreach (string marker in Markers(File.ReadAllText(Repository.PathOf(source))))
            {
                if (Has(marker)) markers.Add(marker);
            }
        }

        return markers;
    }

    /// <summary>Whether a marker is of the page's algorithm: the table has a line with the same prefix.</summary>
    internal bool Has(string marker) => Lines.Exists(line => PrefixOf(line) == PrefixOf(marker));

    /// <summary>The line numbers in the markers behind the statements of a source file, in order.</summary>
    internal static List<string> Markers(string source)
    {
        var markers = new List<string>();
        foreach (Match marker in Marker().Matches(source)) markers.Add(marker.Groups[1].Value);
        return markers;
    }

    /// <summary>
    /// Makes a sentence for every line number that is in one of the two lists and not in the other, or that is in a list twice.
    /// </summary>
    internal static List<string> Differences(IReadOnlyList<string> lines, IReadOnlyList<string> markers)
    {
        var differences = new List<string>();
        foreach (string line in lines)
        {
            if (Count(markers, line) == 0) differences.Add($"{line} is in the table and marks no statement.");
            if (Count(lines, line) > 1) differences.Add($"{line} is in the table more than once.");
        }

        foreach (string marker in markers)
        {
            if (Count(lines, marker) == 0) differences.Add($"{marker} marks a statement and is not in the table.");
            if (Count(markers, marker) > 1) differences.Add($"{marker} marks more than one statement.");
        }

        return differences;
    }

    private static string PrefixOf(string line) => line[..line.IndexOf(':', StringComparison.Ordinal)];

    private static int Count(IReadOnlyList<string> items, string item)
    {
        int count = 0;
        foreach (string candidate in items) count += candidate == item ? 1 : 0;
        return count;
    }

    [GeneratedRegex(@"^Source: (src/\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex SourceLine();

    [GeneratedRegex(@"^\| ([A-Z0-9]\w*:\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\S[ \t]*// ([A-Z0-9]\w*:\d+)\b")]
    private static partial Regex Marker();
}
