using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Play;

/// <summary>Plays episodes and shows every step.</summary>
internal sealed class Playback : IDisposable
{
    private const int End = -1;

    private readonly TrainedRun _run;
    private readonly bool _greedy;
    private readonly RandomGenerator _generator;
    private readonly Agent _agent;
    private readonly Actor _actor;
    private readonly List<double> _returns = [];

    /// <summary>Makes the agent and its environment.</summary>
    /// <param name="run">The trained run.</param>
    /// <param name="seed">The seed of the episodes.</param>
    /// <param name="greedy">Whether the most probable action is taken instead of drawing one.</param>
    /// <param name="view">The image of the environment to show.</param>
    /// <param name="agentStepsPerEpisode">Agent steps after which an episode is cut; null for the run's option.</param>
    internal Playback(TrainedRun run, ulong seed, bool greedy, View view, int? agentStepsPerEpisode)
    {
        TrainingConfiguration task = run.Configuration;
        (_run, _greedy) = (run, greedy);
        AgentStepsPerEpisode = agentStepsPerEpisode ?? task.Run.EvaluationAgentSteps;
        _generator = new RandomGenerator(seed).Split(RandomStreams.Playback);
        _agent = task.CreateAgent();
        _actor = new Actor(task.Environment, task.EnvironmentOptions, _generator, run.Normalization.WrapToPlay);
        Display = new EnvironmentDisplay(_actor, view);
    }

    /// <summary>The display of the environment.</summary>
    internal EnvironmentDisplay Display { get; }

    /// <summary>Agent steps after which an episode is cut.</summary>
    internal int AgentStepsPerEpisode { get; }

    /// <summary>Number of episodes that were cut. Their returns are those until the cut.</summary>
    internal int CutEpisodes { get; private set; }

    /// <summary>Returns of the finished episodes.</summary>
    internal IReadOnlyList<double> Returns => _returns;

    /// <summary>Plays episodes.</summary>
    /// <param name="episodes">Number of episodes.</param>
    /// <param name="show">Shows a step, and returns when the next one may follow.</param>
    /// <param name="stop">Cancelled to end.</param>
    internal void Play(int episodes, Action<EpisodeStep> show, CancellationToken stop)
    {
        for (int episode = 1; episode <= episodes && !stop.IsCancellationRequested; episode++)
        {
            _actor.BeginEpisodeIfOver();
            while (!IsAtItsEnd && !stop.IsCancellationRequested)
            {
                _agent.Forward(_run.Theta, _actor);
                AgentAction action = _agent.SelectAction(_greedy, _generator);
                show(StepOf(episode, action, [.. _agent.Probabilities], _agent.Value));
                _actor.Step(action);
            }

            if (!IsAtItsEnd) return;
            if (!_actor.EpisodeIsOver) CutEpisodes++;
            _returns.Add(_actor.EpisodeReturn);
            show(StepOf(episode, End, [], float.NaN));
            _actor.AbandonEpisode();
        }
    }

    /// <summary>Disposes of the environment.</summary>
    public void Dispose() => _actor.Dispose();

    private bool IsAtItsEnd => _actor.EpisodeIsOver || _actor.EpisodeLength >= AgentStepsPerEpisode;

    /// <summary>The choices of all dimensions as indices into the probabilities of the dimensions, one after the other.</summary>
    private int[] IndicesOf(ReadOnlySpan<int> choices)
    {
        int[] indices = [.. choices];
        ReadOnlySpan<int> counts = _run.Configuration.Actions.Choices;
        for (int i = 0, first = 0; i < indices.Length; first += counts[i], i++) indices[i] += first;
        return indices;
    }

    private EpisodeStep StepOf(int episode, AgentAction action, float[] probabilities, float value) => new()
    {
        Observation = _actor.Observation,
        Screen = Display.Draw(),
        Probabilities = probabilities,
        Value = value,
        Action = action.Choice,
        Vector = [.. action.Values],
        Chosen = IndicesOf(action.Choices),
        Episode = episode,
        AgentSteps = _actor.EpisodeLength,
        Return = _actor.EpisodeReturn,
        Returns = _returns,
    };
}
