using System.CommandLine;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Views;
using AsyncRL.Environments.Options;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl train</c>: trains, shows how it goes, and evaluates what was learned.</summary>
internal sealed class TrainCommand : ExampledCommand
{
    internal const string CommandName = "train";

    private readonly Surroundings _surroundings;
    private readonly TrainOptions _options = new();

    internal TrainCommand(Surroundings surroundings)
        : base(
            CommandName,
            "Train an agent. With no further options: all cores, and settings that are known to work for the environment.",
            [
                "Ctrl-C, SIGTERM and a closed terminal finish the segments, save and exit with code 130, 143 and 129; "
                    + "a reader of standard output that goes away does so with 141, a full disk behind it with 1. "
                    + "--resume continues everything. A second Ctrl-C or SIGTERM exits at once.",
                "Exit code 1: an actor-learner failed; what was learned is saved. Exit code 2: wrong input.",
                "Names for --set: asyncrl list; one of them with defaults, units and sources: asyncrl list NAME.",
            ],
            [
                "asyncrl train catch",
                "asyncrl train catch --threads 4 --agent-steps 1000000 --seed 7 --output runs/mine",
                "asyncrl train catch --network mlp --set rows=10 --set columns=10 --set learning-rate=0.003",
                "asyncrl train cartpole --algorithm n-step-q --schedule simulated --actors 16",
                "asyncrl train --resume runs/mine",
                "asyncrl train catch --json > result.json",
            ])
    {
        _surroundings = surroundings;
        _options.AddTo(this);
        SetAction(Train);
    }

    private int Train(ParseResult parsed)
    {
        bool json = parsed.GetValue(_options.Json);
        bool resumes = parsed.GetValue(_options.Resume) is not null;
        CancellationToken stop = _surroundings.Signals.Await();
        TrainingRun run = resumes ? Reopen(parsed) : Begin(parsed);
        Warn(run.Configuration);
        (TextWriter writer, bool isTerminal) = _surroundings.ProgressTarget(json);
        ITrainingDisplay display = MakeDisplay(writer, isTerminal, run);
        try
        {
            TrainingResult result = display.Show(() => resumes
                ? Trainer.Resume(run.Configuration, run.Directory, display, stop)
                : Trainer.Train(run.Configuration, run.Directory, display, stop));
            return Conclude(run, result, writer, json);
        }
        catch (TrainingFaultException fault)
        {
            return Fail(run, fault);
        }
    }

    private TrainingRun Begin(ParseResult parsed)
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(_options.ReadRequest(parsed));
        MemoryEstimate.OfTraining(configuration).Check(_surroundings.Memory());
        string path = parsed.GetValue(_options.Output) ?? RunDirectory.Propose(configuration);
        return new TrainingRun(configuration, RunDirectory.Create(path, configuration), path, 0);
    }

    private TrainingRun Reopen(ParseResult parsed)
    {
        string path = parsed.GetValue(_options.Resume)!;
        RunPath.Check(path, $"{CommandName} {_options.Resume.Name}");
        _options.RefuseBesideResume(parsed);
        RunDirectory directory = RunDirectory.Open(path);
        TrainingRequest request = directory.ReadRequest();
        string trained = request.Environment;
        if (parsed.GetValue(_options.Environment) is { } other && other != trained)
            throw new InputException($"The run in {path} trains on {trained}, not on \"{other}\"; expected {trained} or no environment.");
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(request);
        MemoryEstimate.OfTraining(configuration).Check(_surroundings.Memory());
        return new TrainingRun(configuration, directory, path, directory.ReadCheckpoint(configuration).AgentSteps);
    }

    private void Warn(TrainingConfiguration configuration)
    {
        (int threads, int processors) = (configuration.Threads, System.Environment.ProcessorCount);
        if (threads > processors)
        {
            _surroundings.Error.WriteLine(
                $"Warning: {threads} threads share {Figure.Count(processors, "processor")}; "
                + "agent steps per second will not grow with threads.");
        }

        if (SettingsNote.OnNetwork(configuration) is { } note) _surroundings.Error.WriteLine(note);
    }

    private ITrainingDisplay MakeDisplay(TextWriter writer, bool isTerminal, TrainingRun run)
    {
        IAnsiConsole console = _surroundings.CreateConsole(writer, isTerminal);
        if (isTerminal) return new LiveTrainingDisplay(console, new Dashboard(run.Configuration, run.Path), _surroundings.Clock);
        TrainingConfiguration c = run.Configuration;
        if (run.FirstAgentStep >= c.AgentSteps)
        {
            writer.WriteLine(
                $"The run in {run.Path} has done all its agent steps, {Figure.Count(run.FirstAgentStep)} of {Figure.Count(c.AgentSteps)}; "
                + $"what follows is its evaluation. Others: asyncrl evaluate {Figure.Quoted(run.Path)} --seed 2");
            return new PlainTrainingDisplay(writer, _surroundings.Clock);
        }

        string from = run.FirstAgentStep > 0 ? $" from agent step {Figure.Count(run.FirstAgentStep)}" : "";
        writer.WriteLine(
            $"Training {c.Algorithm.Name} on {c.Environment.Name}{from} to agent step {Figure.Count(c.AgentSteps)}: "
            + $"network {c.Network.Description.Name}, {ActorsOf(c)}, {c.Discipline}, seed {c.Seed}; "
            + $"writing {run.Path}");
        return new PlainTrainingDisplay(writer, _surroundings.Clock);
    }

    /// <summary>How many actor-learners work, and on what.</summary>
    internal static string ActorsOf(TrainingConfiguration configuration) => configuration.Threads == configuration.ActorLearners
        ? Figure.Count(configuration.Threads, "thread")
        : $"{Figure.Count(configuration.ActorLearners, "actor")} simulated";

    private int Conclude(TrainingRun run, TrainingResult result, TextWriter progressWriter, bool json)
    {
        if (result.DroppedEpisodes > 0)
        {
            string episodes = Figure.Count(result.DroppedEpisodes, "episode");
            _surroundings.Error.WriteLine($"Warning: {episodes} ended faster than they could be logged; no log counts them.");
        }

        if (json) Json.Write(_surroundings.Output, ToJson(run, result));
        if (result.Interrupted)
        {
            TrainingSummary.WriteInterrupted(progressWriter, result, run.Configuration.AgentSteps, run.Path);
            return _surroundings.Signals.ExitCode;
        }

        if (!json) TrainingSummary.Write(_surroundings.Output, result, Evaluator.IsGreedy(run.Configuration, greedy: false), run.Path);
        return ExitCode.Success;
    }

    private int Fail(TrainingRun run, TrainingFaultException fault)
    {
        _surroundings.Error.WriteLine($"The training failed: {fault.Message}");
        _surroundings.Error.WriteLine(
            $"What was learned is saved in {run.Path}; to try again from there: {TrainingSummary.ResumeCommand(run.Path)}");
        _surroundings.Error.WriteLine(fault.InnerException);
        return ExitCode.Failure;
    }

    private static JsonObject ToJson(TrainingRun run, TrainingResult result)
    {
        var document = new JsonObject
        {
            ["agentSteps"] = result.AgentSteps,
            ["seconds"] = Json.Number(result.Seconds),
            ["agentStepsPerSecond"] = Json.Number(result.AgentStepsPerSecond),
            ["schedule"] = run.Configuration.Schedule,
            ["threads"] = run.Configuration.Threads,
            ["actors"] = run.Configuration.ActorLearners,
            ["seed"] = run.Configuration.Seed,
            ["output"] = run.Directory.FullPath,
            ["evaluation"] = result.Evaluation is { } evaluation ? Json.Of(evaluation) : null,
        };
        if (result.Interrupted) document.Add("interrupted", true);
        return document;
    }

    /// <summary>A run about to begin or to continue.</summary>
    /// <param name="Configuration">What to run.</param>
    /// <param name="Directory">Where it is written.</param>
    /// <param name="Path">The same, as the user called it.</param>
    /// <param name="FirstAgentStep">T at which it continues.</param>
    private sealed record TrainingRun(TrainingConfiguration Configuration, RunDirectory Directory, string Path, long FirstAgentStep);
}
