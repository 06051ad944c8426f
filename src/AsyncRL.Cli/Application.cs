using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;
using AsyncRL.Cli.Commands;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Ranks;
using AsyncRL.Cli.Recording;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli;

/// <summary>The command <c>asyncrl</c>, as a function from arguments to an exit code.</summary>
internal static class Application
{
    private const int PlainHelpWidth = 100;

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments after the program's name.</param>
    /// <param name="consoleHost">The process in which it runs.</param>
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
            Bridges.Register();
            ExampledCommand root = MakeRoot(consoleHost);
            ParseResult parsed = root.Parse(HelpArguments.ToOptions(arguments, root), plain);
            if (ParseErrors.Find(parsed) is { } sentence) throw Refuse(consoleHost, sentence);
            RefuseLauncher(consoleHost, parsed.CommandResult.Command);
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
            // Caught, so that displays restore the terminal: an exception that is never caught runs no finally block.
            string owner = consoleHost.Command == OwnCommand.Default ? OwnCommand.Default : $"this program or of {OwnCommand.Default}";
            return Fail(consoleHost, $"This is a bug of {owner}:{System.Environment.NewLine}{bug}", ExitCode.Failure);
        }
    }

    /// <summary>
    /// Refuses a command line. Ranks that a launcher started refuse it together: a rank whose command line is right would wait for ever for
    /// one that has ended.
    /// </summary>
    private static InputException Refuse(ConsoleHost consoleHost, string sentence)
    {
        var refusal = new InputException(sentence);
        using RankConnection? connection = consoleHost.Connect();
        if (connection is not null) RankAgreement.Prepare<bool>(connection.Communicator, () => throw refusal);
        return refusal;
    }

    /// <summary>Only train and profile have ranks. Several processes of another command that trains would write the same files.</summary>
    private static void RefuseLauncher(ConsoleHost consoleHost, Command command)
    {
        if (consoleHost.LaunchedRank is null || command is not (StudyCommand or SweepCommand or CompareCommand)) return;
        throw new InputException(
            $"The command {command.Name} runs in one process, but a launcher started several; expected to start it without the launcher.");
    }

    /// <summary>The message if memory, or the system's resources for another thread, ran out during the work.</summary>
    private static string OutOfMemory() =>
        $"There is not enough memory, of which {MemoryShare.Describe(MemoryEstimate.Available())} is available, "
        + "or the system cannot start another thread; expected fewer threads, a smaller network or shorter segments.";

    /// <summary>Writes a message without control characters: it may contain user input, which must not move a terminal's cursor.</summary>
    private static int Fail(ConsoleHost consoleHost, string sentence, int exitCode)
    {
        bool isOneLine = exitCode == ExitCode.WrongInput;

        // Ranks refuse wrong input together, and the first one tells it.
        if (isOneLine && consoleHost.LaunchedRank > 0) return exitCode;
        sentence = consoleHost.ForProgram(sentence);
        consoleHost.Error.WriteLine(isOneLine ? string.Concat(sentence.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : sentence);
        return exitCode;
    }

    /// <summary>Makes the program's commands.</summary>
    /// <param name="consoleHost">The process in which they run.</param>
    /// <returns>The program.</returns>
    internal static ExampledCommand MakeRoot(ConsoleHost consoleHost)
    {
        var help = new HelpWithExamples(
            consoleHost.OutputIsTerminal ? consoleHost.TerminalSize().Width : PlainHelpWidth, consoleHost.ForProgram);
        var root = new ExampledCommand(
            OwnCommand.Default,
            "Asynchronous methods for deep reinforcement learning (Mnih et al. 2016, arXiv 1602.01783), on hand-written numerics.",
            ["Every command has help, for example asyncrl train --help. Wrong input is reported in one sentence, with exit code 2."],
            ["asyncrl train catch", "asyncrl play runs/catch-a3c-1", "asyncrl list"])
        {
            new TrainCommand(consoleHost),
            new CompareCommand(consoleHost),
            new StudyCommand(consoleHost),
            new SweepCommand(consoleHost),
            new EvaluateCommand(consoleHost),
            new PlayCommand(consoleHost),
            new RecordCommand(consoleHost),
            new LiveCommand(consoleHost),
            new ExportCommand(consoleHost),
            new ImportCommand(consoleHost),
            new ReportCommand(consoleHost),
            new PictureCommand(consoleHost),
            new ProfileCommand(consoleHost),
            new GradcheckCommand(consoleHost),
            new ListCommand(consoleHost),
            new CheckCommand(consoleHost),
            new ServeEnvironmentCommand(consoleHost),
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
        Description = "Show the version, followed by a plus sign and the commit.",
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
