using AsyncRL.Environments.Options;
using AsyncRL.Randomness;

namespace AsyncRL.Environments.Memory;

/// <summary>
/// A T-maze after Bakker ("Reinforcement learning with long short-term memory", 2001): a cue at the start of a corridor says which way to
/// turn at the junction at its end, and is seen nowhere else.
/// </summary>
/// <remarks>
/// <para>Observations are three numbers: 0 1 1 at the start with the cue up, 1 1 0 with the cue down, 1 0 1 in the corridor, 0 1 0 at the
/// junction. Actions: 0 forward, 1 up, 2 down. Forward moves on by a cell; up and down turn at the junction, which terminates. The turn
/// that the cue said pays 1, the other −1. Whatever else is done runs into a wall, changes nothing and costs 0.1.</para>
/// <para><b>The optimum is 1</b>, exactly: forward up to the junction for nothing, then the right turn. <b>Whoever acts by the present
/// observation alone gets 0 on average at most</b>, by whatever policy. The junction looks the same under both cues, so there is one
/// probability p that the turn, if one is made, is up. An episode without a turn has at least <see cref="TimeLimit"/> − corridor ≥ 10
/// runs into a wall and pays −1 or less, which is no more than a turn pays. So the mean return under the cue up is at most p − (1 − p),
/// under the cue down at most (1 − p) − p, and the cues are equally likely.</para>
/// </remarks>
public sealed class TMazeEnvironment : IEnvironment
{
    private const int Forward = 0;
    private const int Up = 1;
    private const int ActionCount = 3;
    private const float WallReward = -0.1f;

    /// <summary>So many runs into a wall cost as much as the wrong turn: to wait for the end is no way out of guessing.</summary>
    private const int WallsPerWrongTurn = 10;

    private readonly RandomGenerator _generator;
    private readonly int _corridor;
    private bool _isCueUp;
    private bool _isOver = true;
    private int _cell;
    private int _time;

    /// <summary>Makes the task.</summary>
    /// <param name="options">The knobs, each in its range.</param>
    /// <param name="generator">Draws the cues.</param>
    /// <exception cref="InputException">The time limit is too short.</exception>
    internal TMazeEnvironment(TMazeOptions options, RandomGenerator generator)
    {
        _generator = generator;
        _corridor = options.Corridor;
        TimeLimit = options.TimeLimit ?? 4 * (_corridor + 2);
        int shortest = _corridor + WallsPerWrongTurn;
        if (TimeLimit < shortest)
        {
            throw new InputException(
                $"The option time-limit is {TimeLimit}; expected at least corridor + {WallsPerWrongTurn}, {shortest}.");
        }
    }

    /// <summary>Agent steps after which an episode is truncated.</summary>
    public int TimeLimit { get; }

    /// <inheritdoc/>
    public ObservationSpecification Observation => ObservationSpecification.Vector(3);

    /// <inheritdoc/>
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete("forward", "up", "down");

    /// <inheritdoc/>
    public int FramesPerAgentStep => 1;

    /// <inheritdoc/>
    public int? LongestEpisode => TimeLimit;

    private bool IsAtJunction => _cell == _corridor;

    /// <inheritdoc/>
    public bool IsOver => _isOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _isCueUp = _generator.NextInteger(2) == 0;
        _isOver = false;
        _cell = _time = 0;
        Show(observation.Values);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)action.Choice, (uint)ActionCount, nameof(action));
        ArgumentNullException.ThrowIfNull(observation);
        if (_isOver) throw new InvalidOperationException("The episode is over, or none has begun: a reset must come first.");
        _time++;
        bool isTurn = IsAtJunction && action.Choice != Forward;
        float reward = isTurn ? Turn(action.Choice == Up) : Walk(action.Choice == Forward);
        bool isTruncated = !isTurn && _time == TimeLimit;
        _isOver = isTurn || isTruncated;
        Show(observation.Values);
        return new StepOutcome(reward, isTurn, isTruncated);
    }

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_isCueUp);
        writer.Write(_isOver);
        writer.Write(_cell);
        writer.Write(_time);
        _generator.State.Write(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _isCueUp = reader.ReadBoolean();
        _isOver = reader.ReadBoolean();
        _cell = reader.ReadNumber("cell", 0, _corridor);
        _time = reader.ReadNumber("time", 0, TimeLimit);
        _generator.State = GeneratorState.Read(reader);
    }

    private float Turn(bool isUp) => isUp == _isCueUp ? 1 : -1;

    private float Walk(bool isForward)
    {
        if (!isForward || IsAtJunction) return WallReward;
        _cell++;
        return 0;
    }

    private void Show(Span<float> values)
    {
        ReadOnlySpan<float> seen = (_cell, _isCueUp) switch
        {
            (0, true) => [0, 1, 1],
            (0, false) => [1, 1, 0],
            _ => IsAtJunction ? [0, 1, 0] : [1, 0, 1],
        };
        seen.CopyTo(values);
    }
}
