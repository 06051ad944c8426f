using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Labyrinth.View;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The labyrinth as a task: a new random maze in each episode, seen in first person as 84×84 pixels of three colors.</summary>
/// <remarks>
/// <para>Actions: 0 forward, 1 turn left, 2 turn right and, unless movement is minimal, 3 backward, 4 strafe left, 5 strafe right, 6 stay.
/// </para>
/// <para>The time limit truncates and does not terminate. The observation does not show the remaining time, and more reward was possible,
/// so the value of the next state is that of the last observation.</para>
/// </remarks>
public sealed class LabyrinthEnvironment : IEnvironment
{
    private const int Colors = 3;

    private readonly RandomGenerator _generator;
    private readonly FirstPersonView _view;

    /// <summary>Makes the task.</summary>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">The only source of randomness.</param>
    /// <exception cref="InputException">The options contradict each other.</exception>
    internal LabyrinthEnvironment(LabyrinthOptions options, RandomGenerator generator)
    {
        _generator = generator;
        Game = new LabyrinthGame(options, generator);
        _view = new FirstPersonView(Game);
        Display = new ViewAndMap(Game, _view);
        FramesPerAgentStep = options.ActionRepeat;
        int actions = options.Movement == "minimal" ? Movement.MinimalCount : Movement.All.Length;
        Actions = ActionSpecification.Discrete(Movement.NamesOf(actions));
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation => ObservationSpecification.Pixels(Camera.Size, Camera.Size, Colors);

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public int FramesPerAgentStep { get; }

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public int? LongestEpisode => (Game.Frames + FramesPerAgentStep - 1) / FramesPerAgentStep;

    /// <summary>The view with the map beside it.</summary>
    public IDisplay? Display { get; }

    /// <summary>The game behind the pixels.</summary>
    internal LabyrinthGame Game { get; }

    /// <inheritdoc/>
    public bool IsOver => Game.IsOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Game.Reset();
        _view.Draw(observation.Pixels);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        ArgumentNullException.ThrowIfNull(observation);
        if (Game.IsOver) throw new InvalidOperationException("No episode is running; call Reset first.");
        float reward = 0;
        for (int frame = 0; frame < FramesPerAgentStep && !Game.IsOver; frame++) reward += Game.Advance(Movement.All[action.Choice]);
        _view.Draw(observation.Pixels);
        return new StepOutcome(reward, Terminated: false, Game.IsOver);
    }

    /// <summary>Draws the maze from above for people, with apples, portal, and the agent with its heading. Agents never see it.</summary>
    /// <param name="image">Receives [height, width, 3] bytes of red, green and blue; every byte is written.</param>
    /// <param name="height">Rows of pixels, at least 1.</param>
    /// <param name="width">Pixels per row, at least 1.</param>
    /// <exception cref="ArgumentException">The image has another number of bytes.</exception>
    public void DrawMap(Span<byte> image, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (image.Length != height * width * Colors)
            throw new ArgumentException($"The image has {image.Length} bytes; expected {height}×{width}×{Colors}.", nameof(image));
        MapView.Draw(Game, image, height, width);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        Game.Transfer(state);
        state.Generator(_generator);
    }
}
