using AsyncRL.Randomness;

namespace AsyncRL.Environments.Arcade;

/// <summary>
/// An arcade game, 60 frames per second: a game says what happens in a frame and how it looks, this class makes an environment of it. The
/// reward of a frame is what the score rose by.
/// </summary>
/// <remarks>Time does not end an episode: who wants that wraps a time limit around it.</remarks>
public abstract class ArcadeGame : IFrameEnvironment, IDisplay
{
    /// <summary>Frames in a second of play.</summary>
    public const int FramesPerSecond = 60;

    /// <summary>What never moves, drawn once; empty until then.</summary>
    private byte[] _background = [];
    private bool _isOver = true;

    /// <summary>Sets up a game that <see cref="Reset"/> begins.</summary>
    /// <param name="generator">The only source of randomness; the game owns it from now on.</param>
    /// <param name="isColoured">Whether it shows red, green and blue rather than grey.</param>
    protected ArcadeGame(RandomGenerator generator, bool isColoured)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Generator = generator;
        Observation = ObservationSpecification.Pixels(Screen.Height, Screen.Width, isColoured ? 3 : 1);
        Actions = ActionSpecification.Discrete(JoystickNames.Of(Moves));
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public int FramesPerAgentStep => 1;

    /// <inheritdoc/>
    public IDisplay? Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => ObservationSpecification.Pixels(Screen.Height, Screen.Width, channels: 3);

    /// <inheritdoc/>
    public int FrameRate => FramesPerSecond;

    /// <summary>What each action does with the joystick; 0 is nothing in every game.</summary>
    /// <remarks>The constructor asks for it, before the game's own: it must not depend on fields.</remarks>
    public abstract ReadOnlySpan<Joystick> Moves { get; }

    /// <summary>The score, as it stands on the screen; where two play, the difference of theirs.</summary>
    public abstract int Score { get; }

    /// <inheritdoc/>
    public abstract int Lives { get; }

    /// <summary>The only source of randomness.</summary>
    protected RandomGenerator Generator { get; }

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
        StepOutcome outcome = StepUnseen(action);
        Show(observation);
        return outcome;
    }

    /// <inheritdoc/>
    public StepOutcome StepUnseen(AgentAction action)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)action.Choice, (uint)Moves.Length, nameof(action));
        if (_isOver) throw new InvalidOperationException("No episode is running; call Reset first.");
        int before = Score;
        _isOver = Advance(Moves[action.Choice]);
        return new StepOutcome(Score - before, _isOver, Truncated: false);
    }

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
    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_isOver);
        Transfer(new StateTransfer(writer));
        Generator.State.Write(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _isOver = reader.ReadBoolean();
        Transfer(new StateTransfer(reader));
        Generator.State = GeneratorState.Read(reader);
    }

    /// <summary>Begins an episode.</summary>
    protected abstract void Begin();

    /// <summary>Plays one frame.</summary>
    /// <param name="joystick">What the player does.</param>
    /// <returns>Whether the game is over.</returns>
    protected abstract bool Advance(Joystick joystick);

    /// <summary>Draws what never moves, on a screen of any content.</summary>
    /// <param name="screen">The screen.</param>
    protected abstract void DrawBackground(Screen screen);

    /// <summary>Draws the rest over the background.</summary>
    /// <param name="screen">The screen.</param>
    protected abstract void Draw(Screen screen);

    /// <summary>Saves or restores all numbers that the future depends on.</summary>
    /// <param name="state">Where they go or come from.</param>
    protected abstract void Transfer(StateTransfer state);

    private void Show(Observation observation)
    {
        if (_background.Length == 0)
        {
            _background = new byte[Observation.Size];
            DrawBackground(new Screen(_background));
        }

        _background.CopyTo(observation.Pixels);
        Draw(new Screen(observation.Pixels));
    }
}
