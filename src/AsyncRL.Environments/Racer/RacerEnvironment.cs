using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Racer.Rendering;

namespace AsyncRL.Environments.Racer;

/// <summary>A car race in 84×84 RGB with 60 frames per second. An action lasts several frames, of which the last is drawn.</summary>
/// <remarks>The rules are in docs/environments/racer.md.</remarks>
public sealed class RacerEnvironment : IEnvironment, IDisplay
{
    private readonly RacerPainter _painter = new();
    private readonly int _agentSteps;
    private int _time;
    private bool _isOver = true;

    /// <summary>Makes a race; <see cref="Reset"/> begins the first episode.</summary>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">Draws tracks, starts and opponents.</param>
    internal RacerEnvironment(RacerOptions options, RandomGenerator generator)
    {
        FramesPerAgentStep = options.ActionRepeat;
        _agentSteps = Math.Max(1, (int)Math.Ceiling(options.Seconds * Car.FrameRate / options.ActionRepeat));
        Game = new RacerGame(options, generator);
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; } =
        ObservationSpecification.Pixels(View.Height, View.Width, RacerPainter.Channels);

    /// <inheritdoc/>
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete(Controls.Names);

    /// <inheritdoc/>
    public int FramesPerAgentStep { get; }

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public int? LongestEpisode => _agentSteps;

    /// <inheritdoc/>
    public IDisplay? Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => Observation;

    /// <inheritdoc/>
    public int FrameRate => Car.FrameRate;

    /// <summary>The race in its current state.</summary>
    internal RacerGame Game { get; }

    /// <inheritdoc/>
    public bool IsOver => _isOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Game.Reset();
        (_time, _isOver) = (0, false);
        _painter.Paint(Game, observation.Pixels);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        ArgumentNullException.ThrowIfNull(observation);
        if (_isOver) throw new InvalidOperationException("No episode is running; call Reset first.");
        Controls controls = Controls.Of((RacerAction)action.Choice);
        double reward = 0;
        for (int frame = 0; frame < FramesPerAgentStep && !Game.IsLost; frame++) reward += Game.Advance(controls);
        _time++;
        bool isTruncated = !Game.IsLost && _time == _agentSteps;
        _isOver = Game.IsLost || isTruncated;
        _painter.Paint(Game, observation.Pixels);
        return new StepOutcome((float)reward, Game.IsLost, isTruncated);
    }

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Specification, Image);
        _painter.Paint(Game, image.Pixels);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        state.Number(ref _time, "time", 0, _agentSteps);
        state.Truth(ref _isOver, "end of the episode");
        Game.Transfer(state);
    }
}
