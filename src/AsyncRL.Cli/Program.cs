using System.Runtime.InteropServices;
using System.Text;
using AsyncRL.Cli;
using AsyncRL.Cli.Output;

const int FallbackWidth = 80, FallbackHeight = 24;
const string ShowCursor = "\e[?25h";

if (FileLimit.Problem() is { } shortage)
{
    StandardStreams.Error().WriteLine(shortage);
    return ExitCode.WrongInput;
}

StandardStreams.Occupy();
if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
bool understands = Environment.GetEnvironmentVariable("TERM") != "dumb";
TextWriter output = TextWriter.Null, error = StandardStreams.Error();
using var signals = new StopSignals(EndAtOnce);
output = StandardStreams.Output(signals, error);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive);
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Receive);
return Application.Run(args, new ConsoleHost
{
    Output = output,
    Error = error,
    OutputIsTerminal = understands && !Console.IsOutputRedirected,
    ErrorIsTerminal = understands && !Console.IsErrorRedirected,
    TerminalSize = TerminalSize,
    Keys = understands && !Console.IsInputRedirected ? new ConsoleKeys() : null,
    Signals = signals,
});

void Receive(PosixSignalContext context)
{
    context.Cancel = true;
    signals.Receive(context.Signal);
}

void EndAtOnce(int exitCode)
{
    if (understands && !Console.IsOutputRedirected) output.Write(ShowCursor);
    else if (understands && !Console.IsErrorRedirected) error.Write(ShowCursor);
    Environment.Exit(exitCode);
}

static (int Width, int Height) TerminalSize()
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
