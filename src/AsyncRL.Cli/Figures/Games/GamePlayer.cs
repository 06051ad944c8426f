using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Play;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Figures.Games;

/// <summary>Lets a trained agent play and keeps what pictures need of its agent steps.</summary>
internal sealed class GamePlayer : IDisposable
{
    /// <summary>The largest side of a screen, in pixels.</summary>
    private const int LargestScreen = 420;

    private readonly TrainedRun _run;
    private readonly RandomGenerator _generator;
    private readonly Agent _agent;
    private readonly Actor _actor;
    private readonly AgentReader _reader;
    private readonly EnvironmentDisplay _display;
    private readonly IStateFacts? _facts;
    private RawObservation? _raw;

    /// <summary>Makes the agent and its environment.</summary>
    /// <param name="run">The run.</param>
    /// <param name="seed">The seed of the episodes.</param>
    internal GamePlayer(TrainedRun run, ulong seed)
    {
        TrainingConfiguration task = run.Configuration;
        _run = run;
        _generator = new RandomGenerator(seed).Split(RandomStreams.Pictures);
        _agent = task.CreateAgent();
        _reader = new AgentReader(NetworkFactory.Single(task.Network, task.VectorWidth), task.Actions);
        _actor = new Actor(task.Environment, task.EnvironmentOptions, _generator, Wrap);
        (_display, _facts) = (new EnvironmentDisplay(_actor, View.Screen), _actor.Facts);
    }

    /// <summary>The names of the environment's numbers; empty if it has none.</summary>
    internal IReadOnlyList<StateFact> Facts => _facts?.Facts ?? [];

    /// <summary>Agent steps per second at the game's normal speed; null if it has none.</summary>
    internal double? Pace => _display.Pace;

    /// <summary>Plays.</summary>
    /// <param name="settings">How long, and what is kept.</param>
    /// <param name="report">Receives the share of the agent steps that are done.</param>
    /// <param name="stop">Cancelled to stop.</param>
    /// <returns>The kept steps, in order.</returns>
    internal IReadOnlyList<PlayedStep> Play(PlaySettings settings, Action<double> report, CancellationToken stop)
    {
        var steps = new List<PlayedStep>();
        var all = new List<PlayedOutcome>();
        int episode = 0;
        while (!settings.IsEnough(steps.Count))
        {
            _actor.BeginEpisodeIfOver();
            episode++;
            bool isOver = false;
            while (!isOver && (settings.FinishesEpisodes || !settings.IsEnough(steps.Count)))
            {
                stop.ThrowIfCancellationRequested();
                report(settings.ShareOf(steps.Count));
                NetworkInput input = _reader.Observe(_run.Theta, _actor);
                _agent.Forward(_run.Theta, _actor);
                AgentAction action = _agent.SelectAction(greedy: false, _generator);
                PlayedStep? kept = all.Count % settings.Every == 0 ? Keep(episode, action, input, settings, all.Count) : null;
                PlayedOutcome step = kept ?? new PlayedOutcome { Value = _agent.Value };
                int? lives = _actor.Lives;
                StepOutcome outcome = _actor.Step(action);
                isOver = outcome.IsEnd || _actor.EpisodeLength >= _run.Configuration.Run.EvaluationAgentSteps
                    || _actor.EpisodeLength >= settings.LongestEpisode;
                (step.Reward, step.IsLast, step.IsTerminal) = (outcome.RawReward, isOver, outcome.Terminated);
                step.LostLife = lives is null ? null : _actor.Lives < lives;
                all.Add(step);
                if (kept is not null) steps.Add(kept);
            }

            if (!_actor.EpisodeIsOver) _actor.AbandonEpisode();
        }

        SetReturns(all);
        return steps;
    }

    /// <summary>Disposes of the environment.</summary>
    public void Dispose() => _actor.Dispose();

    /// <summary>A return needs the rewards of all agent steps, also of those that are not kept.</summary>
    private void SetReturns(List<PlayedOutcome> all)
    {
        if (ObtainedReturns.WhyNot(_run.Configuration) is not null) return;
        double[] returns = ObtainedReturns.Of(all, _run.Configuration);
        for (int i = 0; i < returns.Length; i++)
        {
            if (all[i] is PlayedStep kept) kept.Return = returns[i];
        }
    }

    private IEnvironment Wrap(IEnvironment environment)
    {
        if (!_run.Configuration.Wrappers.NormalizeObservations) return environment;
        _raw = new RawObservation(environment);
        return _run.Normalization.WrapToPlay(_raw);
    }

    private PlayedStep Keep(int episode, AgentAction action, NetworkInput input, PlaySettings settings, int index)
    {
        var choices = new float[_reader.Choices];
        _reader.ReadChoices(0, choices);
        var facts = new double[Facts.Count];
        _facts?.ReadFacts(facts);
        bool isPicture = _actor.Observation.Specification.Kind == ObservationKind.Pixels;
        Picture? picture = isPicture || _display.IsScreen ? ObservationPicture.Of(_display.Draw()) : null;
        return new PlayedStep
        {
            Episode = episode,
            AgentStep = _actor.EpisodeLength,
            Value = _agent.Value,
            NetworkValue = _reader.Value(0),
            Probabilities = _agent.Probabilities.ToArray(),
            Choices = choices,
            Taken = TakenBy(action),
            Hidden = _reader.Layer(_reader.LastHidden, 0).ToArray(),
            Input = settings.KeepsInputs ? input : null,
            Raw = settings.KeepsInputs ? _raw?.Values.ToArray() : null,
            Frame = isPicture ? Picture.Of(_actor.Observation) : null,
            Thumbnail = picture is null ? null : Thumbnail.Of(picture),
            Screen = settings.ShowsScreen(index) ? picture?.Fit(LargestScreen, LargestScreen) : null,
            Facts = facts,
        };
    }

    private int[] TakenBy(AgentAction action) => _run.Configuration.Actions.Kind switch
    {
        ActionKind.Discrete => [action.Choice],
        ActionKind.MultiDiscrete => action.Choices.ToArray(),
        _ => [],
    };
}

/// <summary>How long an agent plays for a picture, and what is kept.</summary>
internal sealed record PlaySettings
{
    private const double MostOfUnknown = 0.95;

    /// <summary>Kept agent steps after which play ends.</summary>
    internal required int States { get; init; }

    /// <summary>Agent steps after which an episode is cut.</summary>
    internal int LongestEpisode { get; init; } = int.MaxValue;

    /// <summary>Of so many agent steps one is kept.</summary>
    internal int Every { get; init; } = 1;

    /// <summary>Whether what the network saw is kept.</summary>
    internal bool KeepsInputs { get; init; }

    /// <summary>Whether the last episode is played to its end.</summary>
    internal bool FinishesEpisodes { get; init; }

    /// <summary>The agent steps whose screen is kept: the first one and how many; none if null.</summary>
    internal (int First, int Count)? Screens { get; init; }

    /// <summary>Whether the screen of an agent step is kept.</summary>
    /// <param name="index">Its index among all steps.</param>
    internal bool ShowsScreen(int index) => Screens is ({ } first, { } count) && index >= first && index < first + count;

    /// <summary>Whether what was played is enough.</summary>
    internal bool IsEnough(int kept) => kept >= States;

    /// <summary>The share that is done; less than all while the length of the last episode is unknown.</summary>
    internal double ShareOf(int kept) => Math.Min(FinishesEpisodes ? MostOfUnknown : 1, (double)kept / States);
}

/// <summary>
/// The small picture of a state in a chart. A picture that is clearly wider than high is drawn wider than others, because at their width
/// it would be too low to be recognized.
/// </summary>
internal static class Thumbnail
{
    /// <summary>The width of the widest thumbnail in a chart, in pixels.</summary>
    internal const double LargestWidth = 88;

    private const double Width = 56, PixelsPerPixel = 1.3, WideFrom = 1.5;

    /// <summary>Reduces a picture to the size of a thumbnail, with some more pixels than it is drawn with.</summary>
    internal static Picture Of(Picture picture)
    {
        int size = (int)(PixelsPerPixel * WidthOf(picture));
        return picture.Fit(size, size);
    }

    /// <summary>The width with which a picture is drawn in a chart, in pixels.</summary>
    internal static double WidthOf(Picture picture) => picture.Width < WideFrom * picture.Height ? Width : LargestWidth;
}
