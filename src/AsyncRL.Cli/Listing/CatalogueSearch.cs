using AsyncRL.Core.Options;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Listing;

/// <summary>Finds one thing, or one kind of things, in the catalogue.</summary>
internal static class CatalogueSearch
{
    private const string AllOptions = "options";

    /// <summary>Finds what has a name, of whatever kind, or an option.</summary>
    /// <param name="chapters">The catalogue.</param>
    /// <param name="name">The name of an entry, a chapter or an option; "options" for those of every run.</param>
    /// <returns>The chapters in which it is, with nothing else in them.</returns>
    /// <exception cref="InputException">There is none.</exception>
    internal static IReadOnlyList<Chapter> Find(IReadOnlyList<Chapter> chapters, string name)
    {
        var found = new List<Chapter>();
        foreach (Chapter chapter in chapters)
        {
            bool isWhole = Is(chapter.Name, name) || (Is(AllOptions, name) && chapter.Options.Count > 0);
            Chapter part = isWhole ? chapter : Only(chapter, name);
            if (part.Entries.Count + part.Options.Count > 0) found.Add(part);
        }

        return found.Count > 0
            ? found
            : throw new InputException(Names.Unknown("name", name, All(chapters), "asyncrl list"));
    }

    /// <summary>Finds what has a name in one chapter.</summary>
    /// <param name="chapters">The catalogue.</param>
    /// <param name="kind">What it should be: "network".</param>
    /// <param name="chapter">The chapter's name: "networks".</param>
    /// <param name="name">The name.</param>
    /// <returns>The chapter with nothing else in it.</returns>
    /// <exception cref="InputException">There is none.</exception>
    internal static IReadOnlyList<Chapter> Find(IReadOnlyList<Chapter> chapters, string kind, string chapter, string name)
    {
        var names = new List<string>();
        foreach (Chapter candidate in chapters)
        {
            if (candidate.Name != chapter) continue;
            foreach (Entry entry in candidate.Entries)
            {
                if (IsNamed(candidate, entry, name)) return [candidate with { Entries = [entry] }];
                names.Add(entry.Name);
            }
        }

        throw new InputException(Names.Unknown(kind, name, names, "asyncrl list"));
    }

    private static Chapter Only(Chapter chapter, string name)
    {
        var entries = new List<Entry>();
        foreach (Entry entry in chapter.Entries)
        {
            List<OptionDescription> own = Named(entry.Options, name);
            if (IsNamed(chapter, entry, name)) entries.Add(entry);
            else if (own.Count > 0) entries.Add(entry with { Facts = [], Options = own });
        }

        return chapter with { Entries = entries, Options = Named(chapter.Options, name) };
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

    /// <summary>Environments answer to their names elsewhere too.</summary>
    private static bool IsNamed(Chapter chapter, Entry entry, string name) =>
        Is(entry.Name, name) || (chapter.Name == Catalogue.Environments && EnvironmentCatalogue.Find(name)?.Name == entry.Name);

    private static bool Is(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> All(IReadOnlyList<Chapter> chapters)
    {
        var names = new HashSet<string>();
        foreach (Chapter chapter in chapters)
        {
            names.Add(chapter.Name);
            foreach (OptionDescription option in chapter.Options) names.Add(option.Name);
            foreach (Entry entry in chapter.Entries)
            {
                names.Add(entry.Name);
                foreach (OptionDescription option in entry.Options) names.Add(option.Name);
            }
        }

        return names;
    }
}
