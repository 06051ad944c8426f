using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using AsyncRL.Cli.Output;
using AsyncRL.Cli.Ranks;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;

namespace AsyncRL.Cli;

/// <summary>
/// The command <c>asyncrl</c> for a user's program: train, play, record, evaluate, profile and check the program's own environment.
/// </summary>
/// <example><code>return AsyncRLCommand.Run(args, new GridWorld());</code></example>
public static class AsyncRLCommand
{
    private const int FallbackWidth = 80, FallbackHeight = 24;
    private const string ShowCursor = "\e[?25h";

    private static bool UnderstandsCursor => System.Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Runs a command line with the environments of the catalogue.</summary>
    /// <param name="arguments">The arguments of the program.</param>
    /// <returns>The exit code of the program.</returns>
    public static int Run(string[] arguments)
    {
        if (FileLimit.Problem() is { } shortage)
        {
            StandardStreams.Error().WriteLine(shortage);
            return ExitCode.WrongInput;
        }

        // A launcher gives every process a terminal of its own, to which .NET would write control sequences.
        int? rank = RankConnection.LaunchedRank;
        if (rank is not null) System.Environment.SetEnvironmentVariable("TERM", "dumb");
        StandardStreams.Occupy();
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        TextWriter output = TextWriter.Null, error = StandardStreams.Error();
        using var signals = new StopSignals(code => EndAtOnce(code, output, error));
        output = StandardStreams.Output(signals, error);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Receive);
        using PosixSignalRegistration? saveAndStop =
            OperatingSystem.IsLinux() ? PosixSignalRegistration.Create(StopSignals.SaveAndStop, Receive) : null;
        return Application.Run(arguments, new ConsoleHost
        {
            Output = output,
            Error = error,
            OutputIsTerminal = UnderstandsCursor && !Console.IsOutputRedirected,
            ErrorIsTerminal = UnderstandsCursor && !Console.IsErrorRedirected,
            TerminalSize = TerminalSize,
            Keys = UnderstandsCursor && !Console.IsInputRedirected ? new ConsoleKeys() : null,
            Signals = signals,
            Connect = () => RankConnection.Open(error),
            LaunchedRank = rank,
            Command = OwnCommand.Find(),
        });

        void Receive(PosixSignalContext context)
        {
            context.Cancel = true;
            signals.Receive(context.Signal);
        }
    }

    /// <summary>Runs a command line with an environment of the program, named by its class: "GridWorld" is "grid-world".</summary>
    /// <param name="arguments">The arguments of the program.</param>
    /// <param name="environment">
    /// An instance of the environment. The command makes further instances by the class's public constructor without parameters, or with a
    /// <see cref="Core.Randomness.RandomGenerator"/>, because each actor needs its own.
    /// </param>
    /// <returns>The exit code of the program.</returns>
    public static int Run(string[] arguments, IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Run(arguments, OwnEnvironment.Of(environment.GetType()));
    }

    /// <summary>Runs a command line with an additional environment, which may have options.</summary>
    /// <param name="arguments">The arguments of the program.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>The exit code of the program.</returns>
    public static int Run(string[] arguments, EnvironmentDescription environment)
    {
        EnvironmentCatalogue.Add(environment);
        return Run(arguments);
    }

    private static void EndAtOnce(int exitCode, TextWriter output, TextWriter error)
    {
        if (UnderstandsCursor && !Console.IsOutputRedirected) output.Write(ShowCursor);
        else if (UnderstandsCursor && !Console.IsErrorRedirected) error.Write(ShowCursor);
        System.Environment.Exit(exitCode);
    }

    private static (int Width, int Height) TerminalSize()
    {
        try
        {
            (int width, int height) = (Console.WindowWidth, Console.WindowHeight);
            return width > 0 && height > 0 ? (width, height) : (FallbackWidth, FallbackHeight);
        }
        catch (IOException)
        {
            return (FallbackWidth, FallbackHeight);
        }
    }
}

/// <summary>Finds what runs the present program in a shell, for hints such as "asyncrl play DIR".</summary>
internal static class OwnCommand
{
    /// <summary>The command of this project.</summary>
    internal const string Default = "asyncrl";

    /// <summary>The .NET SDK puts the path of a program of one file here.</summary>
    private const string FileOfProgram = "EntryPointFilePath";

    private const string Tool = "AsyncRL.Tool";

    /// <summary>Finds the command: "asyncrl", or for a user's program "dotnet run command.cs --" or the name of its assembly.</summary>
    /// <returns>The command.</returns>
    internal static string Find()
    {
        if (AppContext.GetData(FileOfProgram) is string file)
            return $"dotnet run {NumberText.Quoted(Path.GetRelativePath(Directory.GetCurrentDirectory(), file))} --";
        string name = Assembly.GetEntryAssembly()?.GetName().Name ?? Default;
        return name == Tool ? Default : name;
    }
}

/// <summary>The exit codes of the command.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded.</summary>
    internal const int Success = 0;

    /// <summary>The command failed for another reason than wrong input, for example a fault of an actor-learner.</summary>
    internal const int Failure = 1;

    /// <summary>The input is wrong; one sentence has named the mistake.</summary>
    internal const int WrongInput = 2;

    /// <summary>The terminal was closed: 128 + SIGHUP.</summary>
    internal const int HungUp = 129;

    /// <summary>The reader of standard output closed it: 128 + SIGPIPE.</summary>
    internal const int BrokenPipe = 141;

    /// <summary>Ctrl-C ended the command: 128 + SIGINT, by the convention of shells.</summary>
    internal const int Interrupted = 130;

    /// <summary>SIGUSR1 ended the command: 128 + SIGUSR1.</summary>
    internal const int UserSignal = 138;

    /// <summary>SIGTERM ended the command: 128 + SIGTERM.</summary>
    internal const int Terminated = 143;
}
