using System.Globalization;
using System.Linq;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>The runs of a study that differ in nothing but their seed.</summary>
internal sealed class StudyGroup
{
    private const int LongestValues = 100;
    private const double LeastSeconds = 0.01;

    /// <summary>The options that delay the first update until a replay memory has been filled.</summary>
    private static readonly string[] Delays = ["replay-start", "random-steps"];

    private readonly StudyDefinition _study;
    private readonly double _budgetShare;

    /// <summary>Resolves the runs.</summary>
    /// <param name="study">The study.</param>
    /// <param name="task">The task.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="point">The values of the varied options.</param>
    /// <param name="budgetShare">The share of the agent steps and of the evaluation's episodes that is done, above 0.</param>
    /// <exception cref="InputException">These settings cannot be trained.</exception>
    internal StudyGroup(StudyDefinition study, StudyTask task, StudyArm arm, StudyPoint point, double budgetShare)
    {
        (_study, Task, Arm, Point, _budgetShare) = (study, task, arm, point, budgetShare);
        try
        {
            Configuration = Configure(study.Seeds[0]);
        }
        catch (InputException problem)
        {
            throw new InputException($"The study cannot train {Name}: {problem.Message}", problem);
        }

        foreach (ulong seed in study.Seeds) Cells.Add(new StudyCell(this, seed));
    }

    /// <summary>The task.</summary>
    internal StudyTask Task { get; }

    /// <summary>The arm.</summary>
    internal StudyArm Arm { get; }

    /// <summary>The values of the varied options.</summary>
    internal StudyPoint Point { get; }

    /// <summary>The run of the first seed.</summary>
    internal TrainingConfiguration Configuration { get; }

    /// <summary>A run for each seed.</summary>
    internal List<StudyCell> Cells { get; } = [];

    /// <summary>Its name for people: "a3c on catch, learning-rate 0.01".</summary>
    internal string Name => $"{Arm.Name} on {Task.Name}{(Point.Values.Length == 0 ? "" : $", {Point.Name}")}";

    /// <summary>Whether its runs have the machine for themselves. Runs that bind their threads would meet on the same processors.</summary>
    internal bool IsAlone => _study.IsAlone || Configuration.Threads > 1 || Configuration.Run.Pin;

    /// <summary>The directory of its runs, relative to that of the study, with slashes on every system.</summary>
    internal string RelativePath
    {
        get
        {
            string path = $"runs/{PathPart.Of(Task.Name)}/{PathPart.Of(Arm.Name)}";
            if (Point.Values.Length == 0) return path;
            string values = string.Join(',', Point.Values.Select(pair => $"{pair.Option}={pair.Value}"));
            string name = PathPart.Of(values)[..Math.Min(LongestValues, values.Length)];
            return string.Create(CultureInfo.InvariantCulture, $"{path}/{Point.Index + 1:D3}-{name}");
        }
    }

    /// <summary>The seconds of one of its runs, which ends by its agent steps or by its seconds.</summary>
    /// <param name="rate">Agent steps per second.</param>
    internal double SecondsAt(double rate) =>
        Math.Min(Configuration.AgentSteps / rate, Configuration.Run.TrainingSeconds ?? double.PositiveInfinity);

    /// <summary>
    /// The run of the first seed, but with updates from the first agent steps on. An agent step of a replay memory that is being filled
    /// takes a small part of the time of a later one, so that it would be measured instead.
    /// </summary>
    internal TrainingConfiguration ConfigurationThatLearnsAtOnce()
    {
        IReadOnlyDictionary<string, string> options = OptionSet.ToAssignments(Configuration.AlgorithmOptions);
        Dictionary<string, string> earlier = Delays.Where(options.ContainsKey).ToDictionary(delay => delay, _ => "1");
        TrainingRequest request = RequestOf(Configuration.Seed);
        return earlier.Count == 0 ? Configuration
            : TrainingConfiguration.Resolve(request with { Assignments = Assignments.Merge(request.Assignments, earlier) });
    }

    /// <summary>Resolves the run of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The run.</returns>
    internal TrainingConfiguration Configure(ulong seed)
    {
        var configuration = TrainingConfiguration.Resolve(RequestOf(seed));
        if (_budgetShare == 1) return configuration;
        int episodes = configuration.Run.EvaluationEpisodes;
        var fewer = new Dictionary<string, string>
        {
            ["evaluation-episodes"] = (episodes == 0 ? 0 : Scaled(episodes)).ToString(CultureInfo.InvariantCulture),
        };
        if (configuration.Run.TrainingSeconds is { } seconds)
            fewer["training-seconds"] = Math.Max(LeastSeconds, seconds * _budgetShare).ToString(CultureInfo.InvariantCulture);
        TrainingRequest request = RequestOf(seed) with { AgentSteps = Scaled(configuration.AgentSteps) };
        return TrainingConfiguration.Resolve(request with { Assignments = Assignments.Merge(request.Assignments, fewer) });
    }

    private long Scaled(long number) => Math.Max(1, (long)Math.Round(number * _budgetShare));

    private TrainingRequest RequestOf(ulong seed)
    {
        OptionsFile settings = Arm.Settings.Over(Task.Settings.Over(_study.Runs));
        if (settings.Seed is { } own)
            throw new InputException($"A member seed is {own}; expected the member seeds of the study, which holds for all runs.");
        if (settings.Environment is null)
            throw new InputException("No environment is given; expected a member environment in the member runs, or tasks.");
        var request = new TrainingRequest
        {
            Environment = settings.Environment,
            Assembly = settings.Assembly,
            Algorithm = settings.Algorithm,
            Network = settings.Network,
            Layers = settings.Layers,
            Threads = settings.Threads,

            // Runs of one thread can be trained side by side, and they repeat exactly.
            UsualThreads = 1,
            Execution = settings.Execution,
            Actors = settings.Actors,
            AgentSteps = settings.AgentSteps,
            Seed = seed,
            Sharing = settings.Sharing,
            InitialParameters = settings.ReadInitialParameters(),
            Assignments = settings.Assignments,
        };
        foreach ((string option, string value) in Point.Values) request = VariedSetting.Set(request, option, value);

        return request;
    }
}

/// <summary>One run of a study.</summary>
/// <param name="Group">The runs that differ from it in nothing but the seed.</param>
/// <param name="Seed">The seed.</param>
internal sealed record StudyCell(StudyGroup Group, ulong Seed)
{
    /// <summary>Its name for people.</summary>
    internal string Name => $"{Group.Name}, seed {Seed}";

    /// <summary>Its directory, relative to that of the study, with slashes on every system.</summary>
    internal string RelativePath => string.Create(CultureInfo.InvariantCulture, $"{Group.RelativePath}/seed-{Seed}");

    /// <summary>Its directory.</summary>
    /// <param name="study">The study's directory.</param>
    /// <returns>The path.</returns>
    internal string PathIn(string study) => Path.Combine(study, Path.Combine(RelativePath.Split('/')));
}
