using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Listing;

/// <summary>The catalogue as a JSON document.</summary>
internal static class CatalogueDocument
{
    /// <summary>Makes the document, which has an array per section.</summary>
    /// <param name="sections">The sections.</param>
    /// <returns>The document.</returns>
    internal static JsonObject Make(IReadOnlyList<CatalogueSection> sections)
    {
        var document = new JsonObject();
        foreach (CatalogueSection section in sections)
        {
            JsonArray content = section.Options.Count > 0 ? Json.Array(section.Options, Of) : Json.Array(section.Entries, Of);
            string name = CamelCase(section.Name);
            if (document[name] is not JsonArray present) document.Add(name, content);
            else foreach (JsonNode? node in content) present.Add(node?.DeepClone());
        }

        return document;
    }

    private static JsonObject Of(CatalogueEntry entry)
    {
        var node = new JsonObject { ["name"] = entry.Name, ["summary"] = entry.Summary };
        foreach (CatalogueFact fact in entry.Facts) node.Add(CamelCase(fact.Name), fact.Node);
        if (entry.Options.Count > 0) node.Add("options", Json.Array(entry.Options, Of));
        return node;
    }

    private static JsonObject Of(OptionDescription option) => new()
    {
        ["name"] = option.Name,
        ["default"] = option.Default,
        ["unit"] = option.Unit,
        ["expected"] = option.Expected,
        ["meaning"] = option.Meaning,
    };

    /// <summary>"run options" becomes "runOptions".</summary>
    private static string CamelCase(string words)
    {
        string[] parts = words.Split(' ');
        for (int i = 1; i < parts.Length; i++) parts[i] = char.ToUpperInvariant(parts[i][0]) + parts[i][1..];
        return string.Concat(parts);
    }
}
