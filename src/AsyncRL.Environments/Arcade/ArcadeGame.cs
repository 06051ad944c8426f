using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade;

/// <summary>
/// An arcade game with 60 frames per second. A derived game defines what happens in a frame and how it is drawn; this class makes an
/// environment of it. The reward of a frame is the increase of the score.
/// </summary>
/// <remarks>A game has no time limit; <see cref="TimeLimit"/> adds one.</remarks>
public abstract class ArcadeGame : IFrameEnvironment, IRedrawable, IDisplay, IStateFacts
{
    /// <summary>Frames per second at normal speed.</summary>
    public const int FramesPerSecond = 60;

    private byte[] _background = [];
    private bool _isOver = true;

    /// <summary>Makes a game; <see cref="Reset"/> begins the first episode.</summary>
    /// <param name="generator">The only source of randomness; the game owns it from now on.</param>
    /// <param name="isColored">Whether the screen is red, green and blue instead of gray.</param>
    protected ArcadeGame(RandomGenerator generator, bool isColored)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Generator = generator;
        Observation = ObservationSpecification.Pixels(Screen.Height, Screen.Width, isColored ? 3 : 1);
        Actions = ActionSpecification.Discrete(JoystickNames.Of(Moves));
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public IDisplay? Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => ObservationSpecification.Pixels(Screen.Height, Screen.Width, channels: 3);

    /// <inheritdoc/>
    public int FrameRate => FramesPerSecond;

    /// <summary>The joystick input of each action; action 0 does nothing in every game.</summary>
    /// <remarks>The constructor of this class reads it before the constructor of the game runs, so it must not depend on fields.</remarks>
    public abstract ReadOnlySpan<Joystick> Moves { get; }

    /// <summary>The score on the screen; in a game of two players, the difference of their scores.</summary>
    public abstract int Score { get; }

    /// <inheritdoc/>
    public abstract int Lives { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<StateFact> Facts { get; }

    /// <summary>The only source of randomness.</summary>
    protected RandomGenerator Generator { get; }

    /// <inheritdoc/>
    public bool IsOver => _isOver;

    /// <summary>The background, which is drawn once, when it is needed for the first time.</summary>
    private ReadOnlySpan<byte> Background
    {
        get
        {
            if (_background.Length == 0)
            {
                _background = new byte[Observation.Size];
                DrawBackground(new Screen(_background));
            }

            return _background;
        }
    }

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Begin();
        _isOver = false;
        Show(observation);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = StepWithoutRendering(action);
        Show(observation);
        return outcome;
    }

    /// <inheritdoc/>
    public StepOutcome StepWithoutRendering(AgentAction action)
    {
        Actions.Check(action);
        EnvironmentState.RefuseStepIf(_isOver);
        int before = Score;
        _isOver = Advance(Moves[action.Choice]);
        return new StepOutcome(Score - before, _isOver, Truncated: false);
    }

    /// <inheritdoc/>
    public abstract void ReadFacts(Span<double> values);

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Specification, Image);
        var screen = new Screen(image.Pixels);
        DrawBackground(screen);
        Draw(screen);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        state.Truth(ref _isOver, "end of the episode");
        TransferGame(state);
        state.Generator(Generator);
    }

    /// <summary>Begins an episode.</summary>
    protected abstract void Begin();

    /// <summary>Plays one frame.</summary>
    /// <param name="joystick">The player's input.</param>
    /// <returns>Whether the game is over.</returns>
    protected abstract bool Advance(Joystick joystick);

    /// <summary>Draws the background over any content of the screen.</summary>
    /// <param name="screen">The screen.</param>
    protected abstract void DrawBackground(Screen screen);

    /// <summary>Draws the rest over the background.</summary>
    /// <param name="screen">The screen.</param>
    protected abstract void Draw(Screen screen);

    /// <summary>Saves or restores all numbers that the rest of the episode depends on.</summary>
    /// <param name="state">The destination or the source of the numbers.</param>
    protected abstract void TransferGame(StateTransfer state);

    /// <inheritdoc/>
    void IRedrawable.Redraw(Span<byte> picture, PictureCells drawn)
    {
        drawn.Copy(Background, picture);
        drawn.Clear();
        Draw(new Screen(picture, drawn));
    }

    private void Show(Observation observation)
    {
        Background.CopyTo(observation.Pixels);
        Draw(new Screen(observation.Pixels));
    }
}
