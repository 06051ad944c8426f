using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>A command whose help shows how it is used.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="details">What else its help says, after the options; paragraphs.</param>
/// <param name="examples">Whole command lines.</param>
internal class ExampledCommand(string name, string description, string[] details, string[] examples) : Command(name, description)
{
    /// <summary>What else its help says.</summary>
    internal virtual IReadOnlyList<string> Details => details;

    /// <summary>Whole command lines.</summary>
    internal IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>The library's help, followed by the command's details and examples.</summary>
/// <param name="width">Columns there are.</param>
/// <param name="forProgram">Makes a text name the command of the program.</param>
internal sealed class HelpWithExamples(int width, Func<string, string> forProgram) : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new() { MaxWidth = width };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration invocation = parseResult.InvocationConfiguration;
        TextWriter output = invocation.Output;
        using var usage = new StringWriter();
        invocation.Output = usage;
        _help.Invoke(parseResult);
        invocation.Output = output;
        output.Write(forProgram(usage.ToString()));
        if (parseResult.CommandResult.Command is not ExampledCommand command) return ExitCode.Success;
        foreach (string paragraph in command.Details) WriteWrapped(output, forProgram(paragraph));
        if (command.Details.Count > 0) output.WriteLine();
        output.WriteLine("Examples:");
        foreach (string example in command.Examples) output.WriteLine("  " + forProgram(example));
        return ExitCode.Success;
    }

    private void WriteWrapped(TextWriter output, string paragraph)
    {
        string line = "";
        foreach (string word in paragraph.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                output.WriteLine(line);
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        output.WriteLine(line);
    }
}

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
