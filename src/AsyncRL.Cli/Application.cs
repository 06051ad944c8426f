using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;
using AsyncRL.Cli.Commands;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Recording;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli;

/// <summary>The command <c>asyncrl</c>, as a function from arguments to an exit code.</summary>
internal static class Application
{
    private const int PlainHelpWidth = 100;

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">What follows the program's name.</param>
    /// <param name="consoleHost">The process that it runs in.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static int Run(string[] arguments, ConsoleHost consoleHost)
    {
        int exitCode = Invoke(arguments, consoleHost);
        return exitCode == ExitCode.Success ? consoleHost.Signals.ExitCodeOfLostOutput : exitCode;
    }

    private static int Invoke(string[] arguments, ConsoleHost consoleHost)
    {
        var plain = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        try
        {
            ExampledCommand root = MakeRoot(consoleHost);
            ParseResult parsed = root.Parse(HelpWords.ToOptions(arguments, root), plain);
            if (ParseErrors.Find(parsed) is { } sentence) return Fail(consoleHost, sentence, ExitCode.WrongInput);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = consoleHost.Output,
                Error = consoleHost.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (InputException wrong)
        {
            return Fail(consoleHost, wrong.Message, ExitCode.WrongInput);
        }
        catch (OperationCanceledException) when (consoleHost.Signals.Received)
        {
            return Fail(consoleHost, "Interrupted.", consoleHost.Signals.ExitCode);
        }
        catch (OutOfMemoryException)
        {
            return Fail(consoleHost, OutOfMemory(), ExitCode.Failure);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            string reason = problem.Message.Replace(PictureFile.Unfinished, "", StringComparison.Ordinal);
            return Fail(consoleHost, $"Reading or writing failed: {reason}", ExitCode.Failure);
        }
        catch (EnvironmentFaultException fault)
        {
            return Fail(consoleHost, fault.Message, ExitCode.Failure);
        }
        catch (Exception bug)
        {
            // Caught, so that displays give the terminal back: an exception that is caught nowhere runs no finally block.
            return Fail(consoleHost, $"This is a bug of asyncrl:{System.Environment.NewLine}{bug}", ExitCode.Failure);
        }
    }

    /// <summary>Memory, or what the system needs for one more thread, ran out in the middle of the work.</summary>
    private static string OutOfMemory() =>
        $"The memory ran out, of which {MemoryShare.Describe(MemoryEstimate.Available())} are there, "
        + "or no further thread could be started; expected fewer threads, a smaller network or shorter segments.";

    /// <summary>What was typed may hold anything: a sentence about it must not move a terminal's cursor.</summary>
    private static int Fail(ConsoleHost consoleHost, string sentence, int exitCode)
    {
        bool isOneLine = exitCode == ExitCode.WrongInput;
        consoleHost.Error.WriteLine(isOneLine ? string.Concat(sentence.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : sentence);
        return exitCode;
    }

    /// <summary>Makes the program's commands.</summary>
    /// <param name="consoleHost">The process that they run in.</param>
    /// <returns>The program.</returns>
    internal static ExampledCommand MakeRoot(ConsoleHost consoleHost)
    {
        var help = new HelpWithExamples(consoleHost.OutputIsTerminal ? consoleHost.TerminalSize().Width : PlainHelpWidth);
        var root = new ExampledCommand(
            "asyncrl",
            "Asynchronous methods for deep reinforcement learning (Mnih et al. 2016, arXiv 1602.01783), on hand-written numerics.",
            ["Every command explains itself: asyncrl train --help. Wrong input gets one sentence and exit code 2."],
            ["asyncrl train catch", "asyncrl play runs/catch-a3c-1", "asyncrl list"])
        {
            new TrainCommand(consoleHost),
            new EvaluateCommand(consoleHost),
            new PlayCommand(consoleHost),
            new RecordCommand(consoleHost),
            new ProfileCommand(consoleHost),
            new GradcheckCommand(consoleHost),
            new ListCommand(consoleHost),
            new CheckCommand(consoleHost),
            new SignatureCommand(consoleHost),
            new HelpOption { Action = help, Description = "Show this help." },
        };
        root.Add(MakeVersionOption(consoleHost));
        root.SetAction(parsed => help.Invoke(parsed));
        return root;
    }

    private static VersionOption MakeVersionOption(ConsoleHost consoleHost) => new()
    {
        Action = new WriteVersion(consoleHost.Output),
        Description = "Show the version, and after a plus sign the commit.",
    };

    private sealed class WriteVersion(TextWriter output) : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            output.WriteLine(MachineDescription.Version);
            return ExitCode.Success;
        }
    }
}
