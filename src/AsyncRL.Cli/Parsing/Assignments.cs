using AsyncRL.Environments.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>What <c>--set OPTION=VALUE</c> says.</summary>
internal static class Assignments
{
    /// <summary>Reads assignments.</summary>
    /// <param name="texts">Each OPTION=VALUE.</param>
    /// <returns>Values by option name.</returns>
    /// <exception cref="InputException">One has no name or no equals sign, or an option is set twice.</exception>
    internal static IReadOnlyDictionary<string, string> Read(IEnumerable<string> texts)
    {
        var assignments = new Dictionary<string, string>();
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new InputException($"The assignment --set \"{text}\" has no {(equals < 0 ? "equals sign" : "option")}; expected OPTION=VALUE, t-max=20 say.");
            string name = text[..equals].Trim();
            if (!assignments.TryAdd(name, text[(equals + 1)..].Trim()))
                throw new InputException($"The option {name} is set to \"{assignments[name]}\" and to \"{text[(equals + 1)..]}\"; expected one --set of it.");
        }

        return assignments;
    }
}
