using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>
/// The environments of one member, or some of them, which act side by side: environment i is sequence i of a batch. Episodes begin and end
/// at any time step.
/// </summary>
internal sealed class EnvironmentBatch
{
    private readonly Actor[] _actors;
    private readonly ActorStatistics _statistics;
    private readonly EpisodeQueue _episodes;
    private readonly IActingPolicy _policy;
    private readonly LocalModel _model;
    private readonly Activations<float> _last;
    private readonly RewardClip _clip;
    private readonly ActorCriticOptions _options;
    private readonly int _thread;

    /// <summary>Creates the batch.</summary>
    /// <param name="member">The member.</param>
    /// <param name="policy">Draws the actions.</param>
    /// <param name="options">Determines how rewards are scaled and clipped, and the value after a time limit.</param>
    /// <param name="last">One row for the last observations before time limits.</param>
    /// <param name="first">The first of the environments among those of the member.</param>
    /// <param name="count">Number of the environments.</param>
    internal EnvironmentBatch(
        Member member, IActingPolicy policy, ActorCriticOptions options, Activations<float> last, int first, int count)
    {
        (_statistics, _episodes, _policy, _model, _last) = (member.Statistics, member.Episodes, policy, member.Model, last);
        _actors = new Actor[count];
        for (int i = 0; i < count; i++) _actors[i] = member.Actors[first + i];
        _clip = new RewardClip(options.RewardClip, options.RewardFactor);
        (_options, _thread) = (options, member.Thread);
    }

    /// <summary>Number of environments.</summary>
    internal int Count => _actors.Length;

    /// <summary>Begins the episodes that are due, and writes the observations of a time step.</summary>
    /// <param name="batch">Receives the observations, and where an episode starts.</param>
    /// <param name="step">The time step.</param>
    internal void Begin(Activations<float> batch, int step)
    {
        for (int i = 0; i < Count; i++)
        {
            int row = batch.Row(step, i);
            bool begins = _actors[i].BeginEpisodeIfOver(_statistics);
            if (begins) _policy.BeginEpisode(i, _actors[i].Generator);
            batch.Starts[row] = begins;
            _actors[i].WriteObservation(batch, row);
        }
    }

    /// <summary>Writes the observations after the last time step, whose values continue the returns. No episode begins.</summary>
    internal void Observe(Activations<float> batch, int step)
    {
        for (int i = 0; i < Count; i++)
        {
            int row = batch.Row(step, i);
            batch.Starts[row] = false;
            _actors[i].WriteObservation(batch, row);
        }
    }

    /// <summary>Draws an action from the outputs of a row, and does the agent step.</summary>
    /// <param name="batch">The outputs of the present time step.</param>
    /// <param name="step">The time step.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="agentStep">T after this agent step, for the record of a finished episode.</param>
    /// <returns>The reward of training, and how the episode ended.</returns>
    internal BatchStep Step(Activations<float> batch, int step, int environment, long agentStep)
    {
        Actor actor = _actors[environment];
        AgentAction action = _policy.Act(batch, batch.Row(step, environment), actor.Generator);
        StepOutcome outcome = actor.Step(action, _statistics);
        float reward = _clip.Of(outcome.Reward);
        if (!outcome.IsEnd) return new BatchStep(reward, false, 0);
        _episodes.Add(new EpisodeRecord(_thread, agentStep, actor.EpisodeReturn, actor.EpisodeLength));
        return new BatchStep(reward, true, _options.EndsInZero(outcome) ? 0 : LastValue(batch, step, environment));
    }

    /// <summary>V of an episode's last observation, after a time limit (truncated is not terminated).</summary>
    private float LastValue(Activations<float> batch, int step, int environment)
    {
        batch.CopyState(step + 1, environment, _last, 0);
        _actors[environment].WriteObservation(_last, 0);
        _model.Forward(_last, 0, 1);
        return _last.Output(_policy.ValueHead, 0)[0];
    }
}

/// <summary>An agent step of one of several environments.</summary>
/// <param name="Reward">The reward, as training counts it.</param>
/// <param name="EndsEpisode">Whether the episode ended, so that the next time step belongs to another one.</param>
/// <param name="EndValue">The return after the end: 0 after a terminal state, V of the last observation after a time limit.</param>
internal readonly record struct BatchStep(float Reward, bool EndsEpisode, float EndValue);
