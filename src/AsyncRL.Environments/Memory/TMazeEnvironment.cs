using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Memory;

/// <summary>The options of the T-maze: how long the cue must be remembered, and how long an episode lasts.</summary>
public sealed record TMazeOptions
{
    /// <summary>The number of cells before the junction, including the start.</summary>
    [Option("corridor", "cells", "Cells before the junction, including the start; the cue must be remembered for as many agent steps.",
        Minimum = 1, Maximum = 10_000)]
    public int Corridor { get; init; } = 10;

    /// <summary>When an episode is truncated; null stands for 4 × (corridor + 2).</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated, at least corridor + 10; auto is 4 x (corridor + 2).",
        Minimum = 11, Maximum = 1_000_000)]
    public int? TimeLimit { get; init; }
}

/// <summary>The T-maze: a cue that is seen once at the start decides the right turn at the end.</summary>
public sealed class TMazeDescription : EnvironmentDescription<TMazeOptions>
{
    /// <inheritdoc/>
    public override string Name => "t-maze";

    /// <inheritdoc/>
    public override string Summary =>
        "Walk along a corridor and turn as the cue at its start showed; optimal return 1, without memory at most 0.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["corridor"] = "1" },
        new Dictionary<string, string> { ["corridor"] = "40", ["time-limit"] = "50" },
    ];

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => true;

    /// <inheritdoc/>
    protected override IEnvironment Create(TMazeOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TMazeEnvironment(options, generator);
    }
}

/// <summary>
/// A T-maze after Bakker ("Reinforcement learning with long short-term memory", 2001). A cue at the start of a corridor shows which turn is
/// right at the junction at its end. The cue is visible only at the start.
/// </summary>
/// <remarks>
/// <para>Observations are three numbers: 0 1 1 at the start with the cue up, 1 1 0 with the cue down, 1 0 1 in the corridor, 0 1 0 at the
/// junction. Actions: 0 forward, 1 up, 2 down. Forward moves by one cell. At the junction, up and down turn, and the task terminates. The
/// turn that the cue showed has a reward of 1, the other of −1. Every other action runs into a wall, changes nothing and costs 0.1.</para>
/// <para><b>The optimum is exactly 1</b>: forward to the junction at no cost, then the right turn. <b>A policy that uses only the current
/// observation reaches at most 0 on average.</b> The junction looks the same under both cues, so a turn, if one is made, is up with the
/// same probability p under both. An episode without a turn has at least <see cref="TimeLimit"/> − corridor ≥ 10 runs into a wall, so its
/// return is at most −1, which is no more than the reward of any turn. So the mean return is at most p − (1 − p) under the cue up and at
/// most (1 − p) − p under the cue down, and the cues are equally likely.</para>
/// </remarks>
internal sealed class TMazeEnvironment : IEnvironment, IStateMap, IDisplay
{
    /// <summary>The action that moves by one cell.</summary>
    internal const int Forward = 0;

    /// <summary>The action that turns up.</summary>
    internal const int Up = 1;

    private const int NoAction = -1;
    private const float WallReward = -0.1f;

    /// <summary>This many runs into a wall cost as much as the wrong turn, so waiting for the end is not better than guessing.</summary>
    private const int WallsPerWrongTurn = 10;

    private readonly RandomGenerator _generator;
    private readonly int _corridor;
    private bool _isCueUp;
    private bool _isOver = true;
    private int _cell;
    private int _time;
    private int _lastAction = NoAction;

    /// <summary>Makes the task.</summary>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">Draws the cues.</param>
    /// <exception cref="InputException">The time limit is too short.</exception>
    internal TMazeEnvironment(TMazeOptions options, RandomGenerator generator)
    {
        _generator = generator;
        _corridor = options.Corridor;
        Facts = [new StateFact("cell", 0, _corridor, IsWhole: true), new StateFact("cue (1 is up)", 0, 1, IsWhole: true)];
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
    public ObservationSpecification Observation { get; } =
        ObservationSpecification.Vector(["cue is down, or corridor", "cue, or junction", "cue is up, or corridor"]);

    /// <inheritdoc/>
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete("forward", "up", "down");

    /// <inheritdoc/>
    public IReadOnlyList<StateFact> Facts { get; }

    /// <inheritdoc/>
    public (int Across, int Up) Axes => (0, 1);

    /// <inheritdoc/>
    public IDisplay Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => TMazeDrawing.Size;

    /// <inheritdoc/>
    public int FrameRate => 5;

    /// <inheritdoc/>
    public bool CanSave => true;

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
        _lastAction = NoAction;
        Show(_cell, _isCueUp, observation.Values);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        ArgumentNullException.ThrowIfNull(observation);
        EnvironmentState.RefuseStepIf(_isOver);
        _time++;
        _lastAction = action.Choice;
        bool isTurn = IsAtJunction && action.Choice != Forward;
        float reward = isTurn ? Turn(action.Choice == Up) : Walk(action.Choice == Forward);
        bool isTruncated = !isTurn && _time == TimeLimit;
        _isOver = isTurn || isTruncated;
        Show(_cell, _isCueUp, observation.Values);
        return new StepOutcome(reward, isTurn, isTruncated);
    }

    /// <inheritdoc/>
    public void ReadFacts(Span<double> values) => (values[0], values[1]) = (_cell, _isCueUp ? 1 : 0);

    /// <inheritdoc/>
    public void ShowState(ReadOnlySpan<double> values, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Show((int)values[0], values[1] > 0.5, observation.Values);
    }

    /// <summary>The cells before, under the same cue: an agent that walks straight on has one way to each cell.</summary>
    public IReadOnlyList<double[]> StatesBefore(ReadOnlySpan<double> values)
    {
        var states = new double[(int)values[0]][];
        for (int cell = 0; cell < states.Length; cell++) states[cell] = [cell, values[1]];
        return states;
    }

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        bool hasTurned = _isOver && IsAtJunction && _lastAction > Forward;
        TMazeDrawing.Draw(TaskPicture.Begin(image, Image), new TMazeView(_corridor, _cell, _isCueUp, _lastAction, hasTurned));
    }

    /// <inheritdoc/>
    /// <remarks>The last action is only for people and is not saved: the picture of a restored state has no arrow.</remarks>
    public void Transfer(StateTransfer state)
    {
        state.Truth(ref _isCueUp, "cue");
        state.Truth(ref _isOver, "end of the episode");
        state.Number(ref _cell, "cell", 0, _corridor);
        state.Number(ref _time, "time", 0, TimeLimit);
        state.Generator(_generator);
        if (state.IsRestoring) _lastAction = NoAction;
    }

    private float Turn(bool isUp) => isUp == _isCueUp ? 1 : -1;

    private float Walk(bool isForward)
    {
        if (!isForward || IsAtJunction) return WallReward;
        _cell++;
        return 0;
    }

    private void Show(int cell, bool isCueUp, Span<float> values)
    {
        ReadOnlySpan<float> seen = (cell, isCueUp) switch
        {
            (0, true) => [0, 1, 1],
            (0, false) => [1, 1, 0],
            _ => cell == _corridor ? [0, 1, 0] : [1, 0, 1],
        };
        seen.CopyTo(values);
    }
}
