using System.CommandLine;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Environments.Gymnasium;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl serve-environment</c>: plays an environment for another program, by messages.</summary>
internal sealed class ServeEnvironmentCommand : ExampledCommand
{
    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _environment = new("ENVIRONMENT") { Description = "The environment, or FILE.dll:TYPE." };
    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "OPTION=VALUE",
        Description = "Set an option of the environment; repeatable.",
    };

    internal ServeEnvironmentCommand(ConsoleHost consoleHost)
        : base(
            "serve-environment",
            "Play an environment for another program, by binary messages over standard input and standard output.",
            [
                "docs/asyncrl_env.py starts this command, and makes of the environment one of Gymnasium for Python: "
                    + "asyncrl_env.make(\"pong\"). docs/environments/protocol.md describes the messages. "
                    + "The command ends when standard input ends.",
            ],
            ["asyncrl serve-environment pong", "asyncrl serve-environment catch --set rows=10"])
    {
        _consoleHost = consoleHost;
        Add(_environment);
        Add(_set);
        SetAction(Serve);
    }

    private int Serve(ParseResult parsed)
    {
        (EnvironmentDescription description, object options) =
            NamedEnvironment.Read(parsed.GetRequiredValue(_environment), Assignments.Read(parsed.GetValue(_set) ?? []));
        if (_consoleHost.Keys is not null || _consoleHost.OutputIsTerminal)
        {
            throw new InputException(
                $"The command {Name} speaks with a program, but standard input or output is a terminal; "
                + "expected to be started by a program such as docs/asyncrl_env.py.");
        }

        (Stream input, Stream output) = _consoleHost.MessageStreams();
        EnvironmentServer.Serve(description, options, input, output);
        return ExitCode.Success;
    }
}
