using System.Collections.Immutable;
using System.CommandLine;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Profiles;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>The options of <c>asyncrl profile</c>.</summary>
internal sealed class ProfileOptions
{
    private const double DefaultSeconds = 10, LeastSeconds = 0.1, MostSeconds = 86_400;

    /// <summary>Events per thread: a few thousand segments, and a file of a few megabytes.</summary>
    private const int TraceCapacity = 50_000;

    internal Option<bool> Json { get; } = JsonOption.Create();

    private TextOption Picture { get; } = FileOfRun.OutputOption(
        "--picture", "FILE", "a path to write an SVG picture to", "Draw the roofline of the first number of threads as SVG.");

    private TextOption Trace { get; } = FileOfRun.OutputOption(
        "--trace", "FILE", "a path to write a trace to", "Record segments and phases, after the measurement, for Perfetto.");

    private TextOption Against { get; } = new(
        "--against", "FILE", "a document that profile --json printed", "Compare with an earlier profile, which --json printed.");

    private Argument<string> Subject { get; } = new("ENVIRONMENT|RUN")
    {
        Description = "an environment, or null, which takes no time; or the directory of a run",
    };

    private TextOption Algorithm { get; } = new(
        "--algorithm", "NAME", "the name of an algorithm", "The algorithm. Default: the environment's preset.");

    private TextOption Network { get; } = new(
        "--network", "NAME|FILE.json", "the name of a network, or a file with its layers",
        "The network. Default: the environment's preset.");

    private ThreadCountsOption Threads { get; } = new(
        "--threads", "Numbers of threads to compare. Default: one, and one per processor; of a run, its own number.");

    private NumberOption<int> Groups { get; } = new(
        "--groups", "N", "Also run the threads in groups with a θ each, which exchange what they learn. Default: 1, no groups.", 1);

    private NumberOption<double> Seconds { get; } = new(
        "--seconds", "S", "Seconds for measuring the engines with all numbers of threads. Default: 10.", LeastSeconds);

    private TextOption Sharing { get; } = new(
        "--sharing",
        "NAME",
        "the name of a sharing mode",
        $"How threads share parameters: {string.Join(", ", SharingMode.Names)}. Default: {SharingMode.Names[0]}.");

    private Option<bool> Pin { get; } = new("--pin")
    {
        Description = "Bind each thread to its own processor, if there are enough processors.",
    };

    private NumberOption<ulong> Seed { get; } = new("--seed", "S", "Seed of all random numbers. Default: 1.", 0);

    private Option<string[]> Set { get; } = new("--set")
    {
        HelpName = "OPTION=VALUE",
        Description = "Set an option of the environment, the algorithm, the optimizer or the run; repeatable.",
    };

    /// <summary>Adds the options to the command.</summary>
    /// <param name="command">The command.</param>
    internal void AddTo(Command command)
    {
        command.Add(Subject);
        Option[] options =
            [Algorithm, Network, Threads, Groups, Seconds, Sharing, Pin, Seed, Set, Against, Picture, Trace, Json];
        foreach (Option option in options) command.Add(option);
    }

    /// <summary>Reads the request.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InputException">A name does not exist, or a value is out of range.</exception>
    internal ProfileRequest ReadRequest(ParseResult parsed)
    {
        double seconds = ReadSeconds(parsed);
        TrainingRequest training = DirectoryIn(parsed) is { } run ? ReadRun(parsed, run) : ReadTraining(parsed);
        ImmutableArray<int> threads = parsed.GetValue(Threads);
        if (threads.IsDefault) threads = training.Threads is { } own ? [own] : DefaultThreads();
        return ProfileRequest.For(training, threads, groups: parsed.GetValue(Groups) ?? GroupsOf(training)) with
        {
            Seconds = seconds,
            Pin = parsed.GetValue(Pin),
            TraceCapacity = parsed.GetValue(Trace) is null ? 0 : TraceCapacity,
        };
    }

    /// <summary>Reads the training that the processes of a launcher profile together.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ranks">Number of processes.</param>
    /// <returns>The training and the seconds.</returns>
    /// <exception cref="InputException">An option is of one process, or a value is out of range.</exception>
    internal (TrainingRequest Training, double Seconds) ReadForRanks(ParseResult parsed, int ranks)
    {
        if (FirstGiven(parsed, Picture, Trace, Against, Groups, Pin) is { } option)
        {
            throw new InputException(
                $"The option {option.Name} is for the threads of one process, but a launcher started {ranks} ranks; expected no "
                + $"{option.Name}, or no launcher.");
        }

        if (DirectoryIn(parsed) is { } run)
        {
            throw new InputException(
                $"The directory {run} of a run is profiled in one process, but a launcher started {ranks} ranks; expected an environment.");
        }

        ImmutableArray<int> threads = parsed.GetValue(Threads);
        if (!threads.IsDefault && threads.Length > 1)
        {
            throw new InputException(
                $"The option {Threads.Name} has {threads.Length} numbers, but a launcher started {ranks} ranks of one run; expected one "
                + "number, of the threads of each rank.");
        }

        return (ReadTraining(parsed) with { Threads = threads.IsDefault ? 1 : threads[0] }, ReadSeconds(parsed));
    }

    /// <summary>Reads the earlier profile.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="request">What will be measured.</param>
    /// <returns>The profile; null if none was named.</returns>
    /// <exception cref="InputException">The file is no profile, or has no number of threads in common with the request.</exception>
    internal EarlierProfile? ReadEarlier(ParseResult parsed, ProfileRequest request)
    {
        if (parsed.GetValue(Against) is not { } path) return null;
        var earlier = EarlierProfile.Read(path);
        earlier.CheckThreads(path, [.. Array.ConvertAll([.. request.Setups], setup => setup.Threads)]);
        return earlier;
    }

    /// <summary>Reads the paths of the files to write, and checks that they can be written.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The paths; null for a file that was not requested. The profile is kept if a run is profiled.</returns>
    /// <exception cref="InputException">A file cannot be written.</exception>
    internal (string? Picture, string? Trace, string? Profile) ReadFiles(ParseResult parsed)
    {
        (string? picture, string? trace) = (parsed.GetValue(Picture), parsed.GetValue(Trace));
        OutputFile.Check(Picture.Name, picture);
        OutputFile.Check(Trace.Name, trace);
        if (picture is not null && trace is not null && Path.GetFullPath(picture) == Path.GetFullPath(trace))
            throw new InputException($"The options {Picture.Name} and {Trace.Name} are both \"{picture}\"; expected two files.");
        string? kept = DirectoryIn(parsed) is { } run ? Path.Combine(run, ProfiledRoofline.FileName) : null;
        OutputFile.Check(Subject.Name, kept);
        return (picture, trace, kept);
    }

    /// <summary>The first of some options that the command line has; null if it has none.</summary>
    private static Option? FirstGiven(ParseResult parsed, params Option[] options) =>
        Array.Find(options, option => parsed.GetResult(option) is { Implicit: false });

    private double ReadSeconds(ParseResult parsed)
    {
        double seconds = parsed.GetValue(Seconds) ?? DefaultSeconds;
        return seconds <= MostSeconds
            ? seconds
            : throw new InputException($"The option {Seconds.Name} is {seconds:0.###}; expected at most {MostSeconds}, a day.");
    }

    private TrainingRequest ReadTraining(ParseResult parsed) => new()
    {
        Environment = parsed.GetValue(Subject)!,
        Algorithm = parsed.GetValue(Algorithm),
        Network = parsed.GetValue(Network),
        Sharing = parsed.GetValue(Sharing),
        Seed = parsed.GetValue(Seed),
        Assignments = Assignments.Read(parsed.GetValue(Set) ?? []),
    };

    /// <summary>The directory of a run; null if the argument is an environment. The name of an environment comes first.</summary>
    private string? DirectoryIn(ParseResult parsed)
    {
        string subject = parsed.GetValue(Subject)!;
        bool isPath = Path.Exists(subject) || (subject.Contains(Path.DirectorySeparatorChar) && !subject.Contains(':'));
        return isPath && EnvironmentCatalogue.Find(subject) is null ? subject : null;
    }

    private TrainingRequest ReadRun(ParseResult parsed, string path)
    {
        if (FirstGiven(parsed, Algorithm, Network, Sharing, Seed, Set) is { } option)
        {
            throw new InputException(
                $"The option {option.Name} is given with the run {path}, whose own settings are profiled; expected an environment, or no "
                + $"{option.Name}.");
        }

        RunPath.Check(path, ProfileCommand.CommandName);
        using RunDirectory directory = RunDirectory.Open(path);
        return directory.ReadRequestToPlay();
    }

    /// <summary>The groups of a profiled run, whose threads also run in one.</summary>
    private static int GroupsOf(TrainingRequest training) =>
        training.Assignments.TryGetValue("groups", out string? text) && int.TryParse(text, out int groups) ? groups : 1;

    private static ImmutableArray<int> DefaultThreads() =>
        System.Environment.ProcessorCount > 1 ? [1, System.Environment.ProcessorCount] : [1];
}
