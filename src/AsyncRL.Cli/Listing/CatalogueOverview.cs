using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Listing;

/// <summary>The names of the catalogue on one screen, and how to see more.</summary>
internal static class CatalogueOverview
{
    private const int NameWidth = 14, LineWidth = 79;

    /// <summary>Writes the overview.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="chapters">The catalogue.</param>
    internal static void Write(TextWriter writer, IReadOnlyList<Chapter> chapters)
    {
        var options = new List<string>();
        foreach (Chapter chapter in chapters)
        {
            foreach (OptionDescription option in chapter.Options) options.Add(option.Name);
            if (chapter.Entries.Count > 0) WriteNames(writer, chapter.Name, NamesOf(chapter));
        }

        WriteNames(writer, "options", options);
        writer.WriteLine();
        writer.WriteLine("asyncrl list NAME     one of these in full: options, defaults, units, sources");
        writer.WriteLine("asyncrl list options  the options of every run in full");
        writer.WriteLine("asyncrl list --all    everything in full");
    }

    private static List<string> NamesOf(Chapter chapter)
    {
        var names = new List<string>();
        foreach (Entry entry in chapter.Entries) names.Add(entry.Name);
        return names;
    }

    private static void WriteNames(TextWriter writer, string kind, List<string> names)
    {
        string line = kind.PadRight(NameWidth);
        for (int i = 0; i < names.Count; i++)
        {
            string next = i < names.Count - 1 ? names[i] + "," : names[i];
            if (line.Length + 1 + next.Length > LineWidth)
            {
                writer.WriteLine(line.TrimEnd());
                line = new string(' ', NameWidth);
            }

            line += (line.Length > NameWidth ? " " : "") + next;
        }

        writer.WriteLine(line.TrimEnd());
    }
}
