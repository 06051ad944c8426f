using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AsyncRL.Cli.Parsing;

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
