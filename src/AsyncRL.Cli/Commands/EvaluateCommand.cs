using System.CommandLine;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl evaluate</c>: plays new episodes with a checkpoint of a run and reports the returns.</summary>
internal sealed class EvaluateCommand : ExampledCommand
{
    private const int DefaultEpisodes = 100;

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _directory = RunArgument.Create();
    private readonly NumberOption<int> _episodes = new("--episodes", "N", $"Episodes to play. Default: {DefaultEpisodes}.", 1);
    private readonly NumberOption<ulong> _seed = new(
        "--seed", "S", "Seed of the episodes. Default: the run's, which repeats the evaluation that train printed.", 0);

    private readonly NumberOption<int> _agentSteps = EpisodeLimit.Create();
    private readonly Option<bool> _greedy = new("--greedy") { Description = "Take the most probable action instead of drawing one." };
    private readonly TextOption _checkpoint = CheckpointOption.Create();
    private readonly Option<bool> _json = JsonOption.Create();

    internal EvaluateCommand(ConsoleHost consoleHost)
        : base(
            "evaluate",
            "Play new episodes with a checkpoint of a run, the newest by default, and report the returns.",
            ["Ctrl-C ends the command with exit code 130."],
            [
                "asyncrl evaluate runs/catch-a3c-1",
                "asyncrl evaluate runs/catch-a3c-1 --episodes 1000 --seed 7 --greedy",
                "asyncrl evaluate runs/catch-a3c-1 --checkpoint 50000",
                "asyncrl evaluate runs/catch-a3c-1 --checkpoint best",
                "asyncrl evaluate runs/catch-a3c-1 --json",
            ])
    {
        _consoleHost = consoleHost;
        Add(_directory);
        Add(_episodes);
        Add(_seed);
        Add(_agentSteps);
        Add(_greedy);
        Add(_checkpoint);
        Add(_json);
        SetAction(Evaluate);
    }

    private int Evaluate(ParseResult parsed)
    {
        (bool json, bool greedy) = (parsed.GetValue(_json), parsed.GetValue(_greedy));
        int episodes = parsed.GetValue(_episodes) ?? DefaultEpisodes;
        TrainedRun run = TrainedRun.Open(
            parsed.GetRequiredValue(_directory), parsed.GetValue(_checkpoint), Name, 2L * episodes, _consoleHost);
        ulong seed = parsed.GetValue(_seed) ?? run.Configuration.Seed;
        long total = Evaluator.EpisodesInAll(run.Configuration, episodes, greedy);
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, _consoleHost.Clock);
        Evaluation evaluation;
        try
        {
            evaluation = Evaluator.Evaluate(
                run.Configuration,
                run.Theta,
                episodes,
                seed,
                greedy,
                Report,
                run.Normalization,
                parsed.GetValue(_agentSteps),
                stop: _consoleHost.Signals.Await());
        }
        finally
        {
            progress.Clear();
        }

        if (json) Json.Write(_consoleHost.Output, Json.Of(evaluation));
        else Write(run, evaluation, Evaluator.IsGreedy(run.Configuration, greedy));
        return ExitCode.Success;

        void Report(long finished) => progress.Report((double)finished / total, $"{finished} of {total} episodes");
    }

    private void Write(TrainedRun run, Evaluation evaluation, bool greedy)
    {
        TrainingConfiguration c = run.Configuration;
        _consoleHost.Output.WriteLine(
            $"{c.Algorithm.Name} on {c.Environment.Name}, network {c.Network.Description.Name}, "
            + $"after {NumberText.Count(run.AgentSteps)} of {NumberText.Count(c.AgentSteps)} agent steps.");
        TrainingSummary.WriteEvaluation(_consoleHost.Output, evaluation, greedy);
    }
}
