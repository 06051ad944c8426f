using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Listing;

/// <summary>The names of the catalogue on one screen, and the commands that show more.</summary>
internal static class CatalogueOverview
{
    private const int NameWidth = 14, LineWidth = 79;

    /// <summary>Writes the overview.</summary>
    /// <param name="writer">Receives the overview.</param>
    /// <param name="sections">The catalogue.</param>
    internal static void Write(TextWriter writer, IReadOnlyList<CatalogueSection> sections)
    {
        var options = new List<string>();
        foreach (CatalogueSection section in sections)
        {
            foreach (OptionDescription option in section.Options) options.Add(option.Name);
            if (section.Entries.Count > 0) WriteNames(writer, section.Name, NamesOf(section));
        }

        WriteNames(writer, "options", options);
        writer.WriteLine();
        writer.WriteLine("asyncrl list NAME     one of these in full: options, defaults, units, sources");
        writer.WriteLine("asyncrl list options  the options of every run in full");
        writer.WriteLine("asyncrl list --all    everything in full");
    }

    private static List<string> NamesOf(CatalogueSection section)
    {
        var names = new List<string>();
        foreach (CatalogueEntry entry in section.Entries) names.Add(entry.Name);
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
