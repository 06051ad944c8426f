using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Parsing;

/// <summary>An environment without an algorithm, as <c>check</c> and <c>play --human</c> take it from the command line.</summary>
internal static class NamedEnvironment
{
    /// <summary>Finds an environment and sets its options.</summary>
    /// <param name="name">Its name, or "FILE.dll:TYPE".</param>
    /// <param name="assignments">Values of its options.</param>
    /// <returns>The environment and its options.</returns>
    /// <exception cref="InputException">There is no such environment or option, or a value is out of range.</exception>
    internal static (EnvironmentDescription Description, object Options) Read(string name, IReadOnlyDictionary<string, string> assignments)
    {
        EnvironmentDescription description = NamedParts.Environment(name);
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        object options = OptionSet.With(description.DefaultOptions, assignments, known);
        foreach (string assigned in assignments.Keys)
        {
            if (known.Contains(assigned)) continue;
            string kind = $"option of {description.Name}";
            throw new InputException(Names.Unknown(kind, assigned, OptionNames(description), $"asyncrl list {description.Name}"));
        }

        return (description, options);
    }

    private static List<string> OptionNames(EnvironmentDescription description)
    {
        var names = new List<string>();
        foreach (OptionDescription option in OptionSet.Describe(description.DefaultOptions)) names.Add(option.Name);
        return names;
    }
}
