using AsyncRL.Core.Options;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Listing;

/// <summary>Finds an entry, an option or a section in the catalogue.</summary>
internal static class CatalogueSearch
{
    private const string AllOptions = "options";

    /// <summary>Finds everything of a name: entries of all kinds, sections and options.</summary>
    /// <param name="sections">The catalogue.</param>
    /// <param name="name">The name of an entry, a section or an option; "options" for those of every run.</param>
    /// <returns>The sections, each with the matching entries only.</returns>
    /// <exception cref="InputException">Nothing has the name.</exception>
    internal static IReadOnlyList<CatalogueSection> Find(IReadOnlyList<CatalogueSection> sections, string name)
    {
        var found = new List<CatalogueSection>();
        foreach (CatalogueSection section in sections)
        {
            bool isWhole = Is(section.Name, name) || (Is(AllOptions, name) && section.Options.Count > 0);
            CatalogueSection part = isWhole ? section : Only(section, name);
            if (part.Entries.Count + part.Options.Count > 0) found.Add(part);
        }

        return found.Count > 0
            ? found
            : throw new InputException(Names.Unknown("name", name, All(sections), "asyncrl list"));
    }

    /// <summary>Finds the entry of a name in one section.</summary>
    /// <param name="sections">The catalogue.</param>
    /// <param name="kind">The kind of the entry, for example "network".</param>
    /// <param name="section">The section's name: "networks".</param>
    /// <param name="name">The name.</param>
    /// <returns>The section with only this entry.</returns>
    /// <exception cref="InputException">No entry has the name.</exception>
    internal static IReadOnlyList<CatalogueSection> Find(IReadOnlyList<CatalogueSection> sections, string kind, string section, string name)
    {
        var names = new List<string>();
        foreach (CatalogueSection candidate in sections)
        {
            if (candidate.Name != section) continue;
            foreach (CatalogueEntry entry in candidate.Entries)
            {
                if (IsNamed(candidate, entry, name)) return [candidate with { Entries = [entry] }];
                names.Add(entry.Name);
            }
        }

        throw new InputException(Names.Unknown(kind, name, names, "asyncrl list"));
    }

    private static CatalogueSection Only(CatalogueSection section, string name)
    {
        var entries = new List<CatalogueEntry>();
        foreach (CatalogueEntry entry in section.Entries)
        {
            List<OptionDescription> own = Named(entry.Options, name);
            if (IsNamed(section, entry, name)) entries.Add(entry);
            else if (own.Count > 0) entries.Add(entry with { Facts = [], Options = own });
        }

        return section with { Entries = entries, Options = Named(section.Options, name) };
    }

    private static List<OptionDescription> Named(IReadOnlyList<OptionDescription> options, string name)
    {
        var named = new List<OptionDescription>();
        foreach (OptionDescription option in options)
        {
            if (Is(option.Name, name)) named.Add(option);
        }

        return named;
    }

    /// <summary>Whether an entry has a name. Environments can also be found by their names in Gymnasium and the ALE.</summary>
    private static bool IsNamed(CatalogueSection section, CatalogueEntry entry, string name) =>
        Is(entry.Name, name) || (section.Name == Catalogue.Environments && EnvironmentCatalogue.Find(name)?.Name == entry.Name);

    private static bool Is(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> All(IReadOnlyList<CatalogueSection> sections)
    {
        var names = new HashSet<string>();
        foreach (CatalogueSection section in sections)
        {
            names.Add(section.Name);
            foreach (OptionDescription option in section.Options) names.Add(option.Name);
            foreach (CatalogueEntry entry in section.Entries)
            {
                names.Add(entry.Name);
                foreach (OptionDescription option in entry.Options) names.Add(option.Name);
            }
        }

        return names;
    }
}
