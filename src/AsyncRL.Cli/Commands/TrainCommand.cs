using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Exports;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Ranks;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl train</c>: trains an agent, shows the progress, and evaluates the trained agent.</summary>
internal sealed class TrainCommand : ExampledCommand, ISettingsCommand
{
    internal const string CommandName = "train";

    private readonly ConsoleHost _consoleHost;
    private readonly TrainOptions _options = new();

    internal TrainCommand(ConsoleHost consoleHost)
        : base(
            CommandName,
            "Train an agent. By default the training uses all cores, and settings that are known to learn the environment.",
            [
                "After Ctrl-C, SIGTERM or a closed terminal the training finishes its segments, saves, and exits with code 130, 143 or "
                    + "129; if the reader of standard output closes it, with 141, and if its disk is full, with 1. "
                    + "--resume continues the run. A second Ctrl-C or SIGTERM exits at once.",
                "A resumed run may change options on which its checkpoint does not depend, such as the learning rate; run.json keeps the "
                    + "history. After a refused gradient the run continues from the newest earlier checkpoint. One process at a time "
                    + "trains a run; evaluate, play and record may read it meanwhile.",
                "--seeds trains a run for each seed: with --output DIR in DIR/seed-1 and so on, otherwise in directories with default "
                    + "names. If a run fails, the other runs continue, and the exit code is 1.",
                "A finished run has the picture of its learning curve in curve.svg; with --seeds and --output DIR, DIR/curve.svg shows all "
                    + "seeds. asyncrl report DIR makes a page of a run.",
                "--initial-parameters begins a new run with the θ of another one of the same network, observations and actions, and with "
                    + "its moments if observations are normalized. T and the optimizer begin anew; run.json records the source of θ.",
                "Exit code 1: an actor-learner failed; the last state is saved. Exit code 2: wrong input.",
                "asyncrl list shows the names for --set; asyncrl list NAME shows one of them with defaults, units and sources.",
            ],
            [
                "asyncrl train catch",
                "asyncrl train catch --threads 4 --agent-steps 1000000 --seed 7 --output runs/mine",
                "asyncrl train catch --network mlp --set rows=10 --set columns=10 --set learning-rate=0.003",
                "asyncrl train catch --network mlp --set hidden=128,128",
                "asyncrl train pong --groups auto --pin",
                "asyncrl train catch --network mine.json",
                "asyncrl train catch --set evaluation-interval=50000 --set evaluation-episodes=50",
                "asyncrl train cartpole --set target-return=475 --set target-episodes=100",
                "asyncrl train cartpole --algorithm n-step-q --execution simulated --actors 16",
                "asyncrl train --options runs/mine/run.json --seed 2",
                "asyncrl train catch --seeds 1..10 --side-by-side 2 --threads 1 --output runs/ten",
                "asyncrl train catch --initial-parameters runs/mine --checkpoint best --set learning-rate=0.0003",
                "asyncrl train --resume runs/mine",
                "asyncrl train --resume runs/mine --agent-steps 2000000 --set learning-rate=0.0003",
                "asyncrl train catch --json > result.json",
                "asyncrl train catch --tensorboard --live",
                "asyncrl train gymnasium:CartPole-v1",
                "asyncrl train gymnasium:mymodule:MyEnv-v0 --set python=.venv/bin/python --set make.size=5",
            ])
    {
        _consoleHost = consoleHost;
        _options.AddTo(this);
        SetAction(Train);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Details =>
    [
        .. base.Details,
        "--network takes a name of asyncrl list networks, or a JSON file with a name and layers, each of a kind: "
            + $"{string.Join(", ", NetworkJson.Kinds)}. run.json keeps the layers.",
    ];

    private int Train(ParseResult parsed)
    {
        bool json = parsed.GetValue(_options.Json);
        using RankConnection? connection = _consoleHost.Connect();
        if (connection is not null) return TrainOnRanks(parsed, json, connection);
        bool resumes = parsed.GetValue(_options.Resume) is not null;
        if (!resumes) _options.CheckSeeds(parsed);
        if (!resumes && !parsed.GetValue(_options.Seeds).IsDefault) return TrainSeeds(parsed, json);
        CancellationToken stop = _consoleHost.Signals.Await();
        using TrainingRun run = resumes ? Reopen(parsed) : Begin(parsed);
        WriteOwnName(parsed);
        Warn(run.Notes, run.Configuration, 1);
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        ITrainingDisplay display = MakeDisplay(parsed, writer, isTerminal, run);
        try
        {
            TrainingResult result = display.Show(() => run.Continuation is { } continuation
                ? Trainer.Resume(continuation, display, stop)
                : Trainer.Train(run.Configuration, run.Directory, display, stop));
            return Conclude(run, result, writer, json);
        }
        catch (TrainingFaultException fault)
        {
            return Fail(run, fault);
        }
    }

    /// <summary>Trains together with the other processes that a launcher started.</summary>
    private int TrainOnRanks(ParseResult parsed, bool json, RankConnection connection)
    {
        ICommunicator ranks = connection.Communicator;
        bool resumes = parsed.GetValue(_options.Resume) is not null;
        var ranked = new RankedTraining(_consoleHost, connection);
        RankAgreement.Prepare(ranks, () => CheckForRanks(parsed, ranks.Ranks));

        // Only from now on: while ranks still wait for each other to connect, a signal must end them.
        CancellationToken stop = _consoleHost.Signals.Await();
        TrainingConfiguration ResolveRank(TrainingRequest request) => Resolve(request, ranks.Ranks);
        if (ranks.Rank > 0) return ranked.Follow(ResolveRank, () => _options.ReadRequest(parsed), resumes, stop);
        using TrainingRun run = resumes
            ? ranked.Reopen(() => FindToReopen(parsed, ranks.Ranks), found => Reopen(parsed, found, ranks.Ranks))
            : ranked.Begin(() => ResolveRank(_options.ReadRequest(parsed)), configuration => Create(parsed, configuration));
        WriteOwnName(parsed);
        Warn(run.Notes, run.Configuration, 1);
        (TextWriter writer, _) = _consoleHost.ProgressTarget(json);
        ranked.Introduce(run, writer);

        // The launcher's terminal belongs to several processes, so nothing is drawn in place.
        ITrainingDisplay display = MakeDisplay(parsed, writer, isTerminal: false, run);
        try
        {
            return Conclude(run, display.Show(() => ranked.Train(run, display, stop)), writer, json, ranks);
        }
        catch (TrainingFaultException fault)
        {
            return Fail(run, fault);
        }
    }

    private bool CheckForRanks(ParseResult parsed, int ranks)
    {
        if (parsed.GetValue(_options.Seeds).IsDefault) return true;
        throw new InputException(
            $"The option {_options.Seeds.Name} trains several runs, but a launcher started {ranks} ranks of one run; expected "
            + "--seed, or no launcher.");
    }

    private int TrainSeeds(ParseResult parsed, bool json)
    {
        int sideBySide = parsed.GetValue(_options.SideBySide) ?? 1;
        var seeds = new TrainSeeds(_consoleHost, _options.ReadRequest(parsed), sideBySide, parsed.GetValue(_options.Output));
        ImmutableArray<TrainingConfiguration> configurations = seeds.Resolve(parsed.GetValue(_options.Seeds));
        WriteOwnName(parsed);
        Warn(configurations[0].InitialParameters?.Notes ?? [], configurations[0], sideBySide);
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        return seeds.Run(
            configurations, (c, directory) => MakeDisplay(parsed, writer, isTerminal, new TrainingRun(c, directory, null)), json);
    }

    private TrainingRun Begin(ParseResult parsed)
    {
        return Create(parsed, Resolve(_options.ReadRequest(parsed)));
    }

    private TrainingConfiguration Resolve(TrainingRequest request, int ranks = 1)
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(request);
        MemoryEstimate.OfTraining(configuration, ranks).Check(_consoleHost.Memory());
        return configuration;
    }

    private TrainingRun Create(ParseResult parsed, TrainingConfiguration configuration)
    {
        RunDirectory directory = parsed.GetValue(_options.Output) is { } path
            ? RunDirectory.Create(path, configuration)
            : RunDirectory.CreateNext(configuration);
        return new TrainingRun(configuration, directory, null);
    }

    private TrainingRun Reopen(ParseResult parsed) => Reopen(parsed, FindToReopen(parsed), null);

    private (RunDirectory Directory, TrainingConfiguration Configuration) FindToReopen(ParseResult parsed, int ranks = 1)
    {
        string path = parsed.GetValue(_options.Resume)!;
        RunPath.Check(path, $"{CommandName} {_options.Resume.Name}");
        RunDirectory directory = RunDirectory.Open(path);
        TrainingRequest request = _options.ReadRequestBesideResume(parsed, directory.ReadRequestToPlay());
        string trained = request.Environment;
        if (parsed.GetValue(_options.Environment) is { } other && other != trained)
            throw new InputException($"The run in {path} trains on {trained}, not on \"{other}\"; expected {trained} or no environment.");
        return (directory, Resolve(request, ranks));
    }

    private TrainingRun Reopen(
        ParseResult parsed, (RunDirectory Directory, TrainingConfiguration Configuration) found, int? ranks)
    {
        string? checkpoint = parsed.GetValue(_options.Checkpoint);
        Continuation continuation = Continuation.Prepare(found.Directory, found.Configuration, checkpoint, ranks);
        return new TrainingRun(found.Configuration, found.Directory, continuation);
    }

    /// <summary>Tells that a name of Gymnasium is that of an environment of this program.</summary>
    private void WriteOwnName(ParseResult parsed)
    {
        if (Bridges.NoteOn(parsed.GetValue(_options.Environment)) is { } note) _consoleHost.Error.WriteLine($"Note: {note}");
    }

    private void Warn(IReadOnlyList<string> notes, TrainingConfiguration configuration, int sideBySide)
    {
        foreach (string change in notes) _consoleHost.Error.WriteLine($"Note: {change}");
        foreach (string warning in configuration.Warnings) _consoleHost.Error.WriteLine($"Warning: {warning}");
        ThreadWarning.Write(_consoleHost.Error, (long)sideBySide * configuration.Threads);
        if (configuration.GroupsChoice is { } choice) _consoleHost.Error.WriteLine($"Note: {choice}");
        if (configuration.Groups > 1)
            _consoleHost.Error.WriteLine($"Note: {RankedTraining.LearningOf(configuration, configuration.Groups)}");
        if (SettingsNote.OnNetwork(configuration) is { } note) _consoleHost.Error.WriteLine(note);
    }

    private ITrainingDisplay MakeDisplay(ParseResult parsed, TextWriter writer, bool isTerminal, TrainingRun run)
    {
        ITrainingDisplay display = MakeDisplay(writer, isTerminal, run);
        if (parsed.GetValue(_options.TensorBoard))
            display = new EventDisplay(display, run.Directory.FullPath, run.Configuration, _consoleHost);
        return parsed.GetValue(_options.Live) ? new PageDisplay(display, run.Path, run.Configuration, writer) : display;
    }

    private ITrainingDisplay MakeDisplay(TextWriter writer, bool isTerminal, TrainingRun run)
    {
        TrainingConfiguration c = run.Configuration;
        if (run.FirstAgentStep >= c.AgentSteps)
        {
            writer.WriteLine(
                    $"The run in {run.Path} has done all its agent steps, {NumberText.Count(run.FirstAgentStep)} of "
                    + $"{NumberText.Count(c.AgentSteps)}; its final evaluation follows. "
                    + $"Other episodes: {_consoleHost.Command} evaluate {NumberText.Quoted(run.Path)} --seed 2");
            return new PlainTrainingDisplay(writer, _consoleHost.Clock);
        }

        if (isTerminal)
        {
            IAnsiConsole console = _consoleHost.CreateConsole(writer, isTerminal);
            return new LiveTrainingDisplay(console, new Dashboard(c, run.Path), _consoleHost.Clock);
        }

        string from = run.FirstAgentStep > 0 ? $" from agent step {NumberText.Count(run.FirstAgentStep)}" : "";
        writer.WriteLine(
            $"Training {c.Algorithm.Name} on {c.Environment.Name}{from} to agent step {NumberText.Count(c.AgentSteps)}: "
            + $"network {c.Network.Description.Name}, {TrainingSummary.ActorsOf(c)}, {c.Sharing}, seed {c.Seed}{ExperienceOf(c)}; "
            + $"writing {run.Path}");
        return new PlainTrainingDisplay(writer, _consoleHost.Clock);
    }

    /// <summary>The memory that the experience takes, shared or of all threads, for messages; empty if the algorithm keeps none.</summary>
    private static string ExperienceOf(TrainingConfiguration configuration)
    {
        StoreSize store = configuration.Algorithm.StoreSize(
            configuration.Network, configuration.Observation, configuration.Actions, configuration.ActorsOfAllGroups);
        if (store.Bytes > 0) return $", {MemoryShare.Describe(store.Bytes)} of memory for {store.Name}";
        Int128 own = configuration.Algorithm.OwnStoreSize(configuration.Observation, configuration.Actions).Bytes;
        if (own == 0) return "";
        string memories = configuration.ActorsOfAllGroups == 1 ? "the replay memory" : $"{configuration.ActorsOfAllGroups} replay memories";
        return $", {MemoryShare.Describe(own * configuration.ActorsOfAllGroups)} of memory for {memories}";
    }

    private int Conclude(
        TrainingRun run, TrainingResult result, TextWriter progressWriter, bool json, ICommunicator? ranks = null)
    {
        if (result.DroppedEpisodes > 0)
        {
            string episodes = NumberText.Count(result.DroppedEpisodes, "episode");
            _consoleHost.Error.WriteLine($"Warning: {episodes} ended faster than they could be logged; they are missing in the logs.");
        }

        // An interrupted run must end soon; its curve is drawn when it is finished.
        string? curve = result.Interrupted ? null : CurveFile.TryWrite(run.Path, _consoleHost.Error);
        if (json) Json.Write(_consoleHost.Output, ToJson(run, result, curve, ranks));
        if (result.Interrupted)
        {
            TrainingSummary.WriteInterrupted(progressWriter, result, run.Configuration.AgentSteps, run.Path, _consoleHost.Command);
            return ranks is null ? _consoleHost.Signals.ExitCode : RankedTraining.ExitCodeOf(_consoleHost.Signals);
        }

        if (!json) TrainingSummary.Write(_consoleHost.Output, result, run.Configuration, run.Path, _consoleHost.Command, curve);
        return ExitCode.Success;
    }

    private int Fail(TrainingRun run, TrainingFaultException fault)
    {
        _consoleHost.Error.WriteLine($"The training failed: {fault.Message}");
        foreach (string line in FaultAdvice.Lines(run.Configuration, run.Path, fault, _consoleHost.Command))
            _consoleHost.Error.WriteLine(line);
        return ExitCode.Failure;
    }

    private static JsonObject ToJson(TrainingRun run, TrainingResult result, string? curve, ICommunicator? ranks)
    {
        var document = new JsonObject
        {
            ["agentSteps"] = result.AgentSteps,
            ["end"] = TrainingSummary.WordFor(result.End),
            ["seconds"] = Json.Number(result.Seconds),
            ["agentStepsPerSecond"] = Json.Number(result.AgentStepsPerSecond),
            ["execution"] = run.Configuration.Execution,
            ["threads"] = run.Configuration.Threads,
            ["actors"] = run.Configuration.ActorsOfAllGroups,
            ["seed"] = run.Configuration.Seed,
            ["output"] = run.Directory.FullPath,
            ["evaluation"] = result.Evaluation is { } evaluation ? Json.Of(evaluation) : null,
        };
        document.Add("metrics", Json.Of(result.Metrics));
        document.Add("bestCheckpoint", result.BestCheckpoint is { } best ? Json.Of(best) : null);
        document.Add("curve", curve is null ? null : Path.GetFullPath(curve));
        if (run.Configuration.Run.EvaluationInterval is not null)
            document.Add("periodicEvaluations", Json.Array(result.PeriodicEvaluations, Json.Of));
        if (run.Configuration.Warnings.Count > 0)
            document.Add("warnings", Json.Array(run.Configuration.Warnings, warning => JsonValue.Create(warning)));
        if (ranks is not null) document.Add("ranks", ranks.Ranks);
        if (run.Configuration.Groups > 1) document.Add("groups", run.Configuration.Groups);
        if (result.Interrupted) document.Add("interrupted", true);
        if (run.Notes.Count > 0) document.Add("notes", Json.Array(run.Notes, note => JsonValue.Create(note)));
        return document;
    }
}
