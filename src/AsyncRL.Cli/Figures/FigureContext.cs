using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures;

/// <summary>The run whose agent is drawn, and the game that all kinds of figures show.</summary>
/// <param name="run">The run.</param>
/// <param name="settings">The choices of the user.</param>
/// <param name="report">Receives the share of a stage that is done, and the stage.</param>
/// <param name="stop">Cancelled to stop.</param>
internal sealed class FigureContext(TrainedRun run, FigureSettings settings, Action<double, string> report, CancellationToken stop)
{
    /// <summary>Agent steps of a game that pictures show; short episodes are played until there are as many.</summary>
    private const int ShortestGame = 90;

    private const int LongestGame = 1000;

    private static readonly PlaySettings OfGame = new() { States = ShortestGame, LongestEpisode = LongestGame, FinishesEpisodes = true };

    private IReadOnlyList<PlayedStep>? _game;

    /// <summary>The run.</summary>
    internal TrainedRun Run => run;

    /// <summary>The configuration of the run.</summary>
    internal TrainingConfiguration Task => run.Configuration;

    /// <summary>The choices of the user.</summary>
    internal FigureSettings Settings => settings;

    /// <summary>Cancelled to stop.</summary>
    internal CancellationToken Stop => stop;

    /// <summary>What the run is called in titles.</summary>
    internal string Subject => $"{Task.Environment.Name}, {Task.Algorithm.Name}, {Views.NumberText.Count(run.AgentSteps)} agent steps";

    /// <summary>The same where there is little room.</summary>
    internal string ShortSubject => $"{Task.Environment.Name} {Task.Algorithm.Name}";

    /// <summary>What the agent's numbers are called.</summary>
    internal ValueNames Names => ValueNames.Of(Task);

    /// <summary>One game with every agent step: an episode of up to 1000 agent steps, or several short episodes.</summary>
    internal IReadOnlyList<PlayedStep> Game => _game ??= PlayGame();

    /// <summary>The names of the environment's numbers, after a game was played.</summary>
    internal IReadOnlyList<StateFact> Facts { get; private set; } = [];

    /// <summary>Agent steps per second at the game's normal speed, after a game was played; null if it has none.</summary>
    internal double? Pace { get; private set; }

    /// <summary>Plays states of fresh episodes.</summary>
    /// <param name="play">How long, and what is kept.</param>
    /// <param name="stage">The name of the stage.</param>
    /// <returns>The states.</returns>
    internal IReadOnlyList<PlayedStep> Play(PlaySettings play, string stage)
    {
        using var player = new GamePlayer(run, settings.Seed ?? Task.Seed);
        (Facts, Pace) = (player.Facts, player.Pace);
        return player.Play(play, share => report(share, stage), stop);
    }

    /// <summary>Makes a reader of the network's outputs.</summary>
    internal AgentReader CreateReader() => new(CreateNetwork(), Task.Actions);

    /// <summary>Makes the network.</summary>
    internal Network<float> CreateNetwork() => NetworkFactory.Single(Task.Network, Task.VectorWidth);

    /// <summary>Reports progress.</summary>
    internal void Report(double share, string stage) => report(share, stage);

    /// <summary>Plays the game again, and keeps what people see of a part of it.</summary>
    /// <param name="first">The index of the first agent step of the part.</param>
    /// <param name="count">Agent steps of the part.</param>
    /// <returns>The screen of each agent step of the part; null where there is none.</returns>
    internal IReadOnlyList<Picture?> ScreensOf(int first, int count)
    {
        IReadOnlyList<PlayedStep> again = Play(OfGame with { Screens = (first, count) }, "playing the game again");
        var screens = new List<Picture?>();
        for (int i = first; i < first + count; i++)
        {
            if (i >= again.Count || !MomentOf(again[i]).Equals(MomentOf(Game[i])))
            {
                throw new InputException(
                    "The environment does not repeat a game with the same seed; expected one that does, for an animation.");
            }

            screens.Add(again[i].Screen);
        }

        return screens;
    }

    private static (int, int, double, float) MomentOf(PlayedStep step) => (step.Episode, step.AgentStep, step.Reward, step.Value);

    private IReadOnlyList<PlayedStep> PlayGame() => Play(OfGame with { KeepsInputs = true }, "playing a game");
}

/// <summary>The choices of the user of pictures.</summary>
internal sealed record FigureSettings
{
    /// <summary>The seed of the episodes; null for the run's.</summary>
    internal ulong? Seed { get; init; }

    /// <summary>Number of states that the t-SNE embeds.</summary>
    internal int States { get; init; } = 2000;

    /// <summary>The most agent steps of an animation.</summary>
    internal int AnimatedSteps { get; init; } = 300;
}
