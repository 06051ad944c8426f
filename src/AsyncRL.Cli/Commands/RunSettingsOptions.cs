using System.CommandLine;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Commands;

/// <summary>The options that say what all runs of a sweep have in common.</summary>
internal sealed class RunSettingsOptions
{
    private readonly Argument<string?> _environment = new("ENVIRONMENT")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The environment; optional if --options names one.",
    };

    private readonly TextOption _file = new(
        "--options", "FILE", "a JSON file with options",
        "Take options that the command line lacks from a JSON file, for example another run's run.json.");

    private readonly TextOption _algorithm = new(
        "--algorithm", "NAME", "the name of an algorithm", "The algorithm. Default: the environment's preset.");

    private readonly TextOption _network = new(
        "--network", "NAME|FILE.json", "the name of a network, or a file with its layers",
        "The network. Default: the environment's preset.");

    private readonly NumberOption<int> _threads = new("--threads", "N", "Actor-learner threads. Default: 1.", 1);

    private readonly TextOption _execution = new(
        "--execution", "NAME", "the name of an execution mode",
        "threads, or simulated: all actors on one thread, repeatable. Default: threads.");

    private readonly NumberOption<int> _actors = new("--actors", "K", "Actor-learners of the simulated execution. Default: 16.", 1);

    private readonly NumberOption<long> _agentSteps = new(
        "--agent-steps", "N", "Agent steps of each run. Default: the environment's preset.", 1);

    private readonly TextOption _sharing = new(
        "--sharing", "NAME", "the name of a sharing mode",
        $"How threads share parameters: {string.Join(", ", SharingMode.Names)}. Default: {SharingMode.Names[0]}.");

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "OPTION=VALUE",
        Description = "Set an option of all runs; repeatable.",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    internal void AddTo(Command command)
    {
        command.Add(_environment);
        foreach (Option option in (Option[])[_file, _algorithm, _network, _threads, _execution, _actors, _agentSteps, _sharing, _set])
            command.Add(option);
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The settings, with an environment.</returns>
    /// <exception cref="InputException">No environment is named, or an assignment or the file is malformed.</exception>
    internal OptionsFile Read(ParseResult parsed)
    {
        var own = new OptionsFile
        {
            Environment = parsed.GetValue(_environment),
            Algorithm = parsed.GetValue(_algorithm),
            Network = parsed.GetValue(_network),
            Execution = parsed.GetValue(_execution),
            Threads = parsed.GetValue(_threads),
            Actors = parsed.GetValue(_actors),
            AgentSteps = parsed.GetValue(_agentSteps),
            Sharing = parsed.GetValue(_sharing),
            Assignments = Assignments.Read(parsed.GetValue(_set) ?? []),
        };
        OptionsFile settings = own.Over(OptionsFile.Read(parsed.GetValue(_file)));
        if (settings.Environment is null)
            throw new InputException("No environment is given; expected its name, or --options with a file that names one.");
        return settings with { Seed = null };
    }
}
