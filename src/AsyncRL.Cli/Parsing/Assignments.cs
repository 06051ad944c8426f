using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>What <c>--set OPTION=VALUE</c> says.</summary>
internal static class Assignments
{
    /// <summary>Reads assignments.</summary>
    /// <param name="texts">Each OPTION=VALUE.</param>
    /// <param name="optionName">The option of the command line that has them.</param>
    /// <returns>Values by option name.</returns>
    /// <exception cref="InputException">One has no name or no equals sign, or an option is set twice.</exception>
    internal static IReadOnlyDictionary<string, string> Read(IEnumerable<string> texts, string optionName = "--set")
    {
        var assignments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                string missing = equals < 0 ? "equals sign" : "option";
                throw new InputException(
                    $"The assignment {optionName} \"{text}\" has no {missing}; expected OPTION=VALUE, for example t-max=20.");
            }

            (string name, string value) = (text[..equals].Trim(), text[(equals + 1)..].Trim());
            if (assignments.TryGetValue(name, out string? other))
                throw new InputException($"The option {name} is set to \"{other}\" and to \"{value}\"; expected one {optionName} of it.");
            assignments.Add(name, value);
        }

        return assignments;
    }

    /// <summary>Puts assignments over others.</summary>
    /// <param name="below">Values by option name.</param>
    /// <param name="above">Values that win.</param>
    /// <returns>Both, their names found without regard to case.</returns>
    internal static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> below, IReadOnlyDictionary<string, string> above)
    {
        var merged = new Dictionary<string, string>(below, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in above) merged[name] = value;
        return merged;
    }
}
