using System.Xml.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>The first table of docs/architecture.md: the assemblies and packages that each assembly may reference.</summary>
internal sealed class AllowedReferences
{
    internal const string Document = "docs/architecture.md";

    private const string Heading = "| assembly | contents | may reference |";
    private const string AllAbove = "all of the above";
    private const string None = "–";
    private const string Prefix = "AsyncRL.";

    private readonly Dictionary<string, HashSet<string>> _table = [];

    private AllowedReferences()
    {
    }

    /// <summary>The table in the document.</summary>
    internal static AllowedReferences Documented { get; } = Parse(File.ReadAllText(Repository.PathOf(Document)));

    /// <summary>The assemblies that have a row.</summary>
    internal IReadOnlyCollection<string> Assemblies => _table.Keys;

    /// <summary>
    /// Reads the table of a document. The last cell names assemblies without the common prefix and packages in full, separated by commas or
    /// semicolons. "all of the above" means the assemblies of the previous rows.
    /// </summary>
    /// <exception cref="FormatException">There is no such table, or a row does not have three cells.</exception>
    internal static AllowedReferences Parse(string document)
    {
        string[] lines = document.ReplaceLineEndings("\n").Split('\n');
        int heading = Array.IndexOf(lines, Heading);
        if (heading < 0) throw new FormatException($"The document has no table \"{Heading}\".");
        var rows = new List<(string Assembly, string References)>();
        for (int i = heading + 2; i < lines.Length && lines[i].StartsWith('|'); i++)
        {
            string[] cells = lines[i].Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length != 5) throw new FormatException($"A row of the table has {cells.Length - 2} cells; expected 3: {lines[i]}");
            rows.Add((cells[1].Trim('`'), cells[3]));
        }

        var allowed = new AllowedReferences();
        foreach ((string assembly, string references) in rows) allowed._table.Add(assembly, allowed.ReadReferences(references));
        return allowed;
    }

    /// <summary>Makes a sentence for every reference of a project that the table does not allow.</summary>
    internal List<string> Violations(string assembly, XDocument project)
    {
        if (!_table.TryGetValue(assembly, out HashSet<string>? allowed)) return [$"{assembly} has no row in the table."];
        var violations = new List<string>();
        foreach (string reference in References(project))
        {
            if (!allowed.Contains(reference)) violations.Add($"{assembly} references {reference}, which the table does not allow.");
        }

        return violations;
    }

    /// <summary>Names of the projects, packages, frameworks and files that a project file references.</summary>
    internal static IEnumerable<string> References(XDocument project)
    {
        foreach (XElement element in project.Descendants())
        {
            if (!element.Name.LocalName.EndsWith("Reference", StringComparison.Ordinal)) continue;
            string targets = (string?)element.Attribute("Include") ?? (string?)element.Attribute("Update") ?? "";
            foreach (string target in targets.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                yield return element.Name.LocalName == "ProjectReference" ? NameOf(target) : target;
        }
    }

    /// <summary>A row names only assemblies of previous rows. Assemblies that reference each other would not be separate.</summary>
    private HashSet<string> ReadReferences(string cell)
    {
        var references = new HashSet<string>();
        foreach (string name in cell.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (name == AllAbove) references.UnionWith(_table.Keys);
            else if (name != None) references.Add(_table.ContainsKey(Prefix + name) ? Prefix + name : name);
        }

        return references;
    }

    private static string NameOf(string projectPath) => Path.GetFileNameWithoutExtension(projectPath.Replace('\\', '/'));
}
