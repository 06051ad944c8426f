using System.CommandLine;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>
/// <c>asyncrl help</c> and <c>asyncrl help train</c>, which many programs know, mean <c>--help</c> and <c>train --help</c>.
/// </summary>
internal static class HelpArguments
{
    private const string Word = "help", Option = "--help";

    /// <summary>Turns the word into the option.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="root">The program.</param>
    /// <returns>The arguments to parse.</returns>
    /// <exception cref="InputException">Help is asked for about a command that does not exist.</exception>
    internal static string[] ToOptions(string[] arguments, Command root)
    {
        if (arguments is not [Word, ..]) return arguments;
        if (arguments is not [_, string subject, ..] || subject.StartsWith('-')) return [Option];
        var names = new List<string>();
        foreach (Command command in root.Subcommands) names.Add(command.Name);
        string name = Names.Match(subject, names) ?? throw new InputException(Names.Unknown("command", subject, names));
        return [name, Option];
    }
}
