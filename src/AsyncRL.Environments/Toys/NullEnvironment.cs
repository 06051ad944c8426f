using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Toys;

/// <summary>An environment that takes almost no time, so that a rate measured with it is the rate of the engine.</summary>
/// <remarks>
/// A reset draws an image of noise, which does not change until the next reset. An agent step copies it, because every environment must
/// write its observation. No action has an effect. Rewards follow a fixed cycle, so that gradients are not all zero. The length of the
/// cycle has no factor in common with the usual values of t_max, so segments differ.
/// </remarks>
public sealed class NullEnvironment : IEnvironment
{
    private const int Levels = 256;
    private static readonly float[] Rewards = [0, 0, 1, 0, 0, -1, 0];

    private readonly RandomGenerator _generator;
    private readonly byte[] _noise;
    private readonly int _episodeLength;
    private bool _isOver = true;
    private long _time;

    /// <summary>Makes the task.</summary>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">Draws the noise.</param>
    internal NullEnvironment(NullOptions options, RandomGenerator generator)
    {
        _generator = generator;
        _episodeLength = options.EpisodeLength;
        Observation = ObservationSpecification.Pixels(options.Height, options.Width, options.Channels);
        Actions = ActionSpecification.Discrete(options.Actions);
        _noise = new byte[Observation.Size];
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public int? LongestEpisode => _episodeLength > 0 ? _episodeLength : null;

    /// <inheritdoc/>
    public bool IsOver => _isOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        foreach (ref byte pixel in _noise.AsSpan()) pixel = (byte)_generator.NextInteger(Levels);
        _noise.CopyTo(observation.Pixels);
        (_time, _isOver) = (0, false);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        ArgumentNullException.ThrowIfNull(observation);
        if (_isOver) throw new InvalidOperationException("No episode is running; call Reset first.");
        _noise.CopyTo(observation.Pixels);
        float reward = Rewards[_time % Rewards.Length];
        _time++;
        _isOver = _time == _episodeLength;
        return new StepOutcome(reward, Terminated: _isOver, Truncated: false);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        state.Truth(ref _isOver, "end of the episode");
        state.LongNumber(ref _time, "time", 0, _episodeLength > 0 ? _episodeLength : long.MaxValue - 1);
        state.Bytes(_noise, "noise");
        state.Generator(_generator);
    }
}
