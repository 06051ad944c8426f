using AsyncRL.Cli.Commands;
using AsyncRL.Environments;
using AsyncRL.Randomness;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Play;

/// <summary>Plays episodes and shows every moment of them.</summary>
/// <param name="run">Who plays what.</param>
/// <param name="seed">The seed of the episodes.</param>
/// <param name="greedy">Whether the most probable action is taken instead of drawing one.</param>
internal sealed class Playback(TrainedRun run, ulong seed, bool greedy)
{
    // Streams of actor-learners count from 1, those of evaluations lie at 2^40: these episodes are seen here only.
    private const ulong Stream = 1ul << 41;
    private const int End = -1;

    private readonly RandomGenerator _generator = new RandomGenerator(seed).Split(Stream);
    private readonly Agent _agent = run.Configuration.CreateAgent();
    private readonly List<double> _returns = [];

    /// <summary>Returns of the finished episodes.</summary>
    internal IReadOnlyList<double> Returns => _returns;

    /// <summary>Plays.</summary>
    /// <param name="episodes">How many episodes.</param>
    /// <param name="show">Shows a moment, for as long as it shall last.</param>
    /// <param name="stop">Cancelled to end.</param>
    internal void Play(int episodes, Action<Moment> show, CancellationToken stop)
    {
        TrainingConfiguration task = run.Configuration;
        var actor = new Actor(task.Environment, task.EnvironmentOptions, _generator, run.Normalization.WrapToPlay);
        for (int episode = 1; episode <= episodes && !stop.IsCancellationRequested; episode++)
        {
            actor.BeginEpisodeIfOver();
            while (!actor.EpisodeIsOver && !stop.IsCancellationRequested)
            {
                _agent.Consider(run.Checkpoint.Theta, actor);
                AgentAction action = _agent.Choose(greedy, _generator);
                show(Look(actor, episode, action, [.. _agent.Probabilities], _agent.Value));
                actor.Step(action);
            }

            if (!actor.EpisodeIsOver) return;
            _returns.Add(actor.EpisodeReturn);
            show(Look(actor, episode, End, [], float.NaN));
        }
    }

    private Moment Look(Actor actor, int episode, AgentAction action, float[] probabilities, float value) => new()
    {
        Observation = actor.Observation,
        Probabilities = probabilities,
        Value = value,
        Action = action.Choice,
        Vector = [.. action.Values],
        Episode = episode,
        AgentSteps = actor.EpisodeLength,
        Return = actor.EpisodeReturn,
        Returns = _returns,
    };
}
