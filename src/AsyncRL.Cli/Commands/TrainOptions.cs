using System.CommandLine;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>The options of <c>asyncrl train</c>.</summary>
internal sealed class TrainOptions
{
    internal Argument<string?> Environment { get; } = new("ENVIRONMENT")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The environment, or FILE.dll:TYPE of your own assembly; optional with --resume.",
    };

    internal TextOption Resume { get; } = new(
        "--resume",
        "DIR",
        "a directory that train wrote",
        "Continue the run in a directory. --set, --agent-steps and --sharing may change options of the run.");

    internal TextOption Checkpoint { get; } = CheckpointOption.Create();

    internal TextOption InitialParameters { get; } = new(
        "--initial-parameters",
        "DIR",
        "a directory that train wrote",
        "Begin with the θ of another run, from its newest checkpoint or the one that --checkpoint names.");

    internal TextOption Output { get; } = new(
        "--output", "DIR", "a path that does not exist", "Directory of the run. Default: runs/ENVIRONMENT-ALGORITHM-NUMBER.");

    internal Option<bool> TensorBoard { get; } = new("--tensorboard")
    {
        Description = "Write an event file for TensorBoard into the run's directory.",
    };

    internal Option<bool> Live { get; } = new("--live")
    {
        Description = "Serve a page that shows the run in a browser of this machine, and its agent at play.",
    };

    internal Option<bool> Json { get; } = JsonOption.Create();

    private TextOption OptionsFile { get; } = new(
        "--options",
        "FILE",
        "a JSON file with options",
        "Take options that the command line lacks from a JSON file: another run's run.json, which repeats that run, or a part of it.");

    private TextOption Algorithm { get; } = new(
        "--algorithm", "NAME", "the name of an algorithm", "The algorithm. Default: the environment's preset.");

    private TextOption Network { get; } = new(
        "--network", "NAME|FILE.json", "the name of a network, or a file with its layers",
        "The network. Default: the environment's preset.");

    private NumberOption<int> Threads { get; } = new("--threads", "N", "Actor-learner threads. Default: one per processor.", 1);

    private TextOption Groups { get; } = new(
        "--groups",
        "auto|N",
        "auto, or a number of groups",
        "Groups that share out the threads, each with its own θ; auto: one for each cache domain where that is worth it. Default: 1.");

    private Option<bool> Pin { get; } = new("--pin")
    {
        Description = "Bind each thread to its own processor, the threads of a group in one cache domain.",
    };

    private TextOption Execution { get; } = new(
        "--execution",
        "NAME",
        "the name of an execution mode",
        "threads: a thread for each actor-learner; simulated: all on one thread, a repeatable order by the seed. Default: threads.");

    private NumberOption<int> Actors { get; } = new("--actors", "K", "Actor-learners of the simulated execution. Default: 16.", 1);

    private NumberOption<long> AgentSteps { get; } = new(
        "--agent-steps", "N", "Agent steps of all threads together. Default: the environment's preset.", 1);

    private NumberOption<ulong> Seed { get; } = new(
        "--seed", "S", "Seed of all random numbers; a run with one thread repeats exactly with the same seed. Default: 1.", 0);

    internal SeedsOption Seeds { get; } = new("Train a run for each of several seeds and report the mean returns over seeds.");

    internal NumberOption<int> SideBySide { get; } = new("--side-by-side", "N", "Runs of --seeds at a time. Default: 1.", 1);

    private TextOption Sharing { get; } = new(
        "--sharing",
        "NAME",
        "the name of a sharing mode",
        $"How threads share parameters: {string.Join(", ", SharingMode.Names)}. Default: {SharingMode.Names[0]}.");

    private Option<string[]> Set { get; } = new("--set")
    {
        HelpName = "OPTION=VALUE",
        Description = "Set an option of the environment, the algorithm, the optimizer or the run; repeatable.",
    };

    /// <summary>Adds the options to the command.</summary>
    /// <param name="command">The command.</param>
    internal void AddTo(Command command)
    {
        command.Add(Environment);
        foreach (Option option in (Option[])[.. OptionsOfNewRuns(), AgentSteps, Sharing, Pin, Set]) command.Add(option);
        command.Add(Resume);
        command.Add(Checkpoint);
        command.Add(TensorBoard);
        command.Add(Live);
        command.Add(Json);
    }

    /// <summary>Reads the request of a new run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InputException">No environment is named, or an assignment or the options file is malformed.</exception>
    internal TrainingRequest ReadRequest(ParseResult parsed)
    {
        RefuseCheckpointAlone(parsed);
        Parsing.OptionsFile file = Parsing.OptionsFile.Read(parsed.GetValue(OptionsFile));
        string environment = parsed.GetValue(Environment) ?? file.Environment ?? throw new InputException(
            $"No environment is given; expected one of {string.Join(", ", EnvironmentNames())}, or --resume DIR.");
        RefuseRun(environment);
        string? execution = parsed.GetValue(Execution);
        bool keepsActors = execution is null || string.Equals(execution, file.Execution, StringComparison.OrdinalIgnoreCase);
        return new TrainingRequest
        {
            Environment = environment,
            Assembly = parsed.GetValue(Environment) is null ? file.Assembly : null,
            Algorithm = parsed.GetValue(Algorithm) ?? file.Algorithm,
            Network = parsed.GetValue(Network) ?? file.Network,
            Layers = parsed.GetValue(Network) is null ? file.Layers : null,
            Threads = parsed.GetValue(Threads) ?? (keepsActors ? file.Threads : null),
            Execution = execution ?? file.Execution,
            Actors = parsed.GetValue(Actors) ?? (keepsActors ? file.Actors : null),
            AgentSteps = parsed.GetValue(AgentSteps) ?? file.AgentSteps,
            Seed = parsed.GetValue(Seed) ?? file.Seed,
            Sharing = parsed.GetValue(Sharing) ?? file.Sharing,
            InitialParameters = ReadInitialParameters(parsed) ?? file.ReadInitialParameters(),
            Assignments = Assignments.Merge(file.Assignments, ReadAssignments(parsed, environment)),
        };
    }

    /// <summary>Reads the request of a run that continues.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="written">The request in its manifest.</param>
    /// <returns>The request. Whether the changes are allowed is checked against the checkpoint later.</returns>
    /// <exception cref="InputException">An option is given that only a new run can have.</exception>
    internal TrainingRequest ReadRequestBesideResume(ParseResult parsed, TrainingRequest written)
    {
        RefuseBesideResume(parsed);
        IReadOnlyDictionary<string, string> given = ReadAssignments(parsed, written.Environment);
        return written with
        {
            AgentSteps = parsed.GetValue(AgentSteps) ?? written.AgentSteps,
            Sharing = parsed.GetValue(Sharing) ?? written.Sharing,
            Assignments = Assignments.Merge(written.Assignments, given),
            Given = [.. given.Keys],
        };
    }

    /// <summary>Refuses options that cannot be combined with --seeds, or that need it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="InputException">--seed is given with --seeds, or --side-by-side without it.</exception>
    internal void CheckSeeds(ParseResult parsed)
    {
        bool hasSeeds = !parsed.GetValue(Seeds).IsDefault;
        if (hasSeeds && parsed.GetValue(Seed) is { } seed)
            throw new InputException($"The option {Seed.Name} is {seed} beside {Seeds.Name}; expected one of the two.");
        if (!hasSeeds && parsed.GetValue(SideBySide) is { } runs)
            throw new InputException($"The option {SideBySide.Name} is {runs} without {Seeds.Name}; expected both.");
    }

    /// <summary>Reads the assignments. An option of the command itself, such as threads=3, is refused with the right form.</summary>
    private IReadOnlyDictionary<string, string> ReadAssignments(ParseResult parsed, string environment)
    {
        IReadOnlyDictionary<string, string> assignments = ReadOwnAssignments(parsed);
        if (EnvironmentCatalogue.Find(environment) is null) return assignments;
        IReadOnlyList<string> known = NamedParts.AllOptions();
        foreach ((string name, string value) in assignments)
        {
            Option[] options = [.. OptionsOfNewRuns(), AgentSteps, Sharing];
            Option? own = Array.Find(options, option => option.Name.Equals($"--{name}", StringComparison.OrdinalIgnoreCase));
            if (own is null || Names.Match(name, known) is not null) continue;
            throw new InputException(
                $"The assignment --set {name}={value} is of an option of the command itself; expected {own.Name} {value}.");
        }

        return assignments;
    }

    /// <summary>The assignments of --set, and those that have an option of their own.</summary>
    private IReadOnlyDictionary<string, string> ReadOwnAssignments(ParseResult parsed)
    {
        var texts = new List<string>(parsed.GetValue(Set) ?? []);
        if (parsed.GetValue(Groups) is { } groups) texts.Add($"groups={groups}");
        if (parsed.GetValue(Pin)) texts.Add("pin=true");
        return Assignments.Read(texts);
    }

    private static void RefuseRun(string environment)
    {
        if (EnvironmentCatalogue.Find(environment) is not null || !File.Exists(Path.Combine(environment, RunPath.Manifest))) return;
        throw new InputException($"The word {environment} is a run's directory; expected train --resume {environment}.");
    }

    private void RefuseCheckpointAlone(ParseResult parsed)
    {
        if (parsed.GetValue(Checkpoint) is null || parsed.GetValue(InitialParameters) is not null) return;
        throw new InputException(
            $"The option {Checkpoint.Name} is given without {Resume.Name} and without {InitialParameters.Name}; "
            + "expected one of the two with the directory whose checkpoint it names.");
    }

    private InitialParameters? ReadInitialParameters(ParseResult parsed)
    {
        if (parsed.GetValue(InitialParameters) is not { } path) return null;
        RunPath.Check(path, $"{TrainCommand.CommandName} ENVIRONMENT {InitialParameters.Name}");
        return Training.Runs.InitialParameters.Read(path, parsed.GetValue(Checkpoint));
    }

    /// <summary>Refuses options that a continued run must keep, because they would make another run with the same name.</summary>
    private void RefuseBesideResume(ParseResult parsed)
    {
        foreach (Option option in OptionsOfNewRuns())
        {
            if (parsed.GetResult(option) is null) continue;
            throw new InputException(
                $"The option {option.Name} is given with --resume; "
                + "expected none but --set, --agent-steps, --sharing, --pin, --checkpoint and --json: "
                + "a run continues with the rest of its run.json.");
        }
    }

    private Option[] OptionsOfNewRuns() =>
        [OptionsFile, Algorithm, Network, InitialParameters, Threads, Groups, Execution, Actors, Seed, Seeds, SideBySide, Output];

    private static IEnumerable<string> EnvironmentNames()
    {
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All) yield return description.Name;
    }
}
