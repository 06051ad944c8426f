using System.Xml.Linq;

namespace AsyncRL.Architecture.Tests;

/// <summary>The table of docs/architecture.md: which assembly may reference which, and which packages.</summary>
internal static class Doors
{
    private const string BridgePrefix = "AsyncRL.Environments.";

    private const string HighPerformance = "CommunityToolkit.HighPerformance";
    private const string MathNet = "MathNet.Numerics";
    private const string Tensors = "System.Numerics.Tensors";

    private static readonly Dictionary<string, string[]> Table = new()
    {
        ["AsyncRL.Randomness"] = [],
        ["AsyncRL.Numerics"] = ["AsyncRL.Randomness", Tensors, HighPerformance, MathNet],
        ["AsyncRL.Environments"] = ["AsyncRL.Randomness", HighPerformance],
        ["AsyncRL.Training"] = ["AsyncRL.Numerics", "AsyncRL.Environments", "AsyncRL.Randomness", MathNet],
        ["AsyncRL.Visualization"] = ["AsyncRL.Numerics", "AsyncRL.Environments", "AsyncRL.Training", MathNet],
        ["AsyncRL.Cli"] =
        [
            "AsyncRL.Randomness", "AsyncRL.Numerics", "AsyncRL.Environments", "AsyncRL.Training", "AsyncRL.Visualization", HighPerformance, MathNet,
            Tensors, "System.CommandLine", "Spectre.Console",
        ],
    };

    /// <summary>A sentence for every reference of a project that the table does not allow.</summary>
    internal static List<string> Violations(string assembly, XDocument project)
    {
        var violations = new List<string>();
        if (!HasRow(assembly)) violations.Add($"{assembly} has no row in the table.");
        foreach (string reference in References(project))
        {
            if (!Allows(assembly, reference)) violations.Add($"{assembly} references {reference}, for which the table has no door.");
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

    private static bool HasRow(string assembly) => Table.ContainsKey(assembly) || IsBridge(assembly);

    private static bool Allows(string assembly, string reference)
    {
        if (IsBridge(assembly)) return reference == "AsyncRL.Environments";
        if (assembly == "AsyncRL.Cli" && IsBridge(reference)) return true;
        return Table.TryGetValue(assembly, out string[]? doors) && Array.IndexOf(doors, reference) >= 0;
    }

    private static bool IsBridge(string assembly) => assembly.StartsWith(BridgePrefix, StringComparison.Ordinal);

    private static string NameOf(string projectPath) => Path.GetFileNameWithoutExtension(projectPath.Replace('\\', '/'));
}
