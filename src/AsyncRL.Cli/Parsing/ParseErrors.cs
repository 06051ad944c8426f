using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>Says in one sentence what is wrong with a command line.</summary>
internal static class ParseErrors
{
    /// <summary>Finds the first thing wrong.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The sentence; null if nothing is wrong.</returns>
    internal static string? Find(ParseResult parsed)
    {
        if (parsed.Action is CommandLineAction { ClearsParseErrors: true }) return null;
        Command command = parsed.CommandResult.Command;
        if (UnknownOption(parsed) is { } option) return DescribeUnknownOption(parsed, command, option);
        if (parsed.UnmatchedTokens.Count > 0) return DescribeUnmatched(command, parsed.UnmatchedTokens[0]);
        return parsed.Errors.Count > 0 ? Describe(parsed.Errors[0]) : null;
    }

    /// <summary>
    /// The library takes what begins with a hyphen and is no option for an argument: "--thread" would become the environment.
    /// </summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        foreach (Token token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) return null;
            string name = token.Value.TrimStart('-');
            bool beginsLikeOption = name.Length < token.Value.Length && name.Length > 0 && char.IsAsciiLetter(name[0]);
            if (token.Type == TokenType.Argument && beginsLikeOption) return token.Value;
        }

        return null;
    }

    private static string DescribeUnknownOption(ParseResult parsed, Command command, string option)
    {
        var names = new List<string>();
        foreach (Option known in command.Options) names.Add(known.Name);
        string name = option.Split('=')[0];
        string advice = (command is ISettingsCommand ? RunOptionAdvice.Find(parsed, name) : null) ?? Names.Advice(name, names);
        return $"There is no option {name} of {command.Name}; {advice}";
    }

    private static string DescribeUnmatched(Command command, string token)
    {
        if (command.Subcommands.Count == 0)
            return $"The argument \"{token}\" of {command.Name} is one too many; expected {Usage(command)}.";
        var names = new List<string>();
        foreach (Command known in command.Subcommands) names.Add(known.Name);
        return Names.Unknown("command", token, names);
    }

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } missing => $"The option {missing.Option.Name} has no value; expected {Expected(missing.Option)}.",
        OptionResult { IdentifierTokenCount: > 1 } repeated when repeated.Tokens.Count > repeated.Option.Arity.MaximumNumberOfValues =>
            $"The option {repeated.Option.Name} is given {repeated.IdentifierTokenCount} times; expected once.",
        ArgumentResult { Tokens.Count: 0, Argument: { } argument } =>
            $"The argument {argument.Name} is missing; expected {AsPart(argument.Description ?? argument.Name)}.",
        _ => error.Message,
    };

    /// <summary>A description as a part of a sentence: without its period, and with a small first letter.</summary>
    private static string AsPart(string description) => char.ToLowerInvariant(description[0]) + description[1..].TrimEnd('.');

    private static string Expected(Option option) =>
        option is IExpectingOption expecting ? expecting.Expected : option.HelpName ?? "a value";

    private static string Usage(Command command)
    {
        string usage = command.Name;
        foreach (Argument argument in command.Arguments) usage += $" {argument.Name}";
        return usage;
    }
}

/// <summary>A command that takes the settings of a run, so that the name of a setting may be written where an option is expected.</summary>
internal interface ISettingsCommand
{
}
