using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Listing;

/// <summary>The catalogue for programs.</summary>
internal static class CatalogueDocument
{
    /// <summary>Makes the document: an array per chapter.</summary>
    /// <param name="chapters">What.</param>
    /// <returns>The document.</returns>
    internal static JsonObject Make(IReadOnlyList<Chapter> chapters)
    {
        var document = new JsonObject();
        foreach (Chapter chapter in chapters)
        {
            JsonArray content = chapter.Options.Count > 0 ? Json.Array(chapter.Options, Of) : Json.Array(chapter.Entries, Of);
            string name = CamelCase(chapter.Name);
            if (document[name] is not JsonArray present) document.Add(name, content);
            else foreach (JsonNode? node in content) present.Add(node?.DeepClone());
        }

        return document;
    }

    private static JsonObject Of(Entry entry)
    {
        var node = new JsonObject { ["name"] = entry.Name, ["summary"] = entry.Summary };
        foreach (Fact fact in entry.Facts) node.Add(CamelCase(fact.Name), fact.Node);
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
