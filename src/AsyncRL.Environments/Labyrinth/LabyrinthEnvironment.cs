using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Labyrinth.View;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The options of the labyrinth, from one small room to a maze in which the agent must remember the way back.</summary>
public sealed record LabyrinthOptions
{
    /// <summary>The layout of each episode: maze or room.</summary>
    [Option("layout", "", "maze: rooms and corridors; room: one room of the full size.", AllowedValues = "maze room")]
    public string Layout { get; init; } = "maze";

    /// <summary>Width and height in tiles, including the outer walls; odd.</summary>
    [Option("size", "tiles", "Width and height, including the outer walls; an odd number. The agent walks 3.2 tiles a second.",
        Minimum = 5, Maximum = 63)]
    public int Size { get; init; } = 17;

    /// <summary>The number of attempts to place a room in a maze.</summary>
    [Option("rooms", "rooms", "Number of attempts to place a room in a maze; rooms that overlap are left out.",
        Minimum = 0, Maximum = 100)]
    public int Rooms { get; init; } = 6;

    /// <summary>Apples per maze.</summary>
    [Option("apples", "apples", "Apples per maze: +1 each, as in the paper; the number is our choice.", Minimum = 0, Maximum = 1000)]
    public int Apples { get; init; } = 12;

    /// <summary>The reward of the portal.</summary>
    [Option("portal-reward", "", "Reward of the portal; the default is the paper's.", Minimum = 0, Maximum = 1000)]
    public double PortalReward { get; init; } = 10;

    /// <summary>Length of an episode.</summary>
    [Option("seconds", "seconds", "Length of an episode at 60 frames a second; the default is the paper's.", Minimum = 1, Maximum = 3600)]
    public int Seconds { get; init; } = 60;

    /// <summary>Frames that one agent step lasts.</summary>
    [Option("action-repeat", "frames", "Frames of 1/60 second per agent step; as in the paper's Atari games.",
        Minimum = 1, Maximum = 60)]
    public int ActionRepeat { get; init; } = 4;

    /// <summary>The actions of the agent: full or minimal.</summary>
    [Option("movement", "", "minimal: forward, turn left, turn right; full: also backward, strafe left, strafe right, stay.",
        AllowedValues = "full minimal")]
    public string Movement { get; init; } = "full";
}

/// <summary>The labyrinth: another maze in every episode, in which the agent must find its way by sight.</summary>
public sealed class LabyrinthDescription : EnvironmentDescription<LabyrinthOptions>
{
    /// <inheritdoc/>
    public override string Name => "labyrinth";

    /// <inheritdoc/>
    public override string Summary =>
        "Explore a random maze in first person: +1 per apple, +10 for the portal, which moves the agent and restores apples; 60 seconds.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string>
        {
            ["layout"] = "room", ["size"] = "7", ["apples"] = "5", ["movement"] = "minimal", ["seconds"] = "20",
        },
        new Dictionary<string, string> { ["size"] = "5", ["apples"] = "5", ["action-repeat"] = "7", ["seconds"] = "1" },
        new Dictionary<string, string> { ["size"] = "63", ["rooms"] = "100", ["apples"] = "200", ["action-repeat"] = "60" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(LabyrinthOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LabyrinthEnvironment(options, generator);
    }
}

/// <summary>The labyrinth as a task: a new random maze in each episode, seen in first person as 84×84 pixels of three colors.</summary>
/// <remarks>
/// <para>Actions: 0 forward, 1 turn left, 2 turn right and, unless movement is minimal, 3 backward, 4 strafe left, 5 strafe right, 6 stay.
/// </para>
/// <para>The time limit truncates and does not terminate. The observation does not show the remaining time, and more reward was possible,
/// so the value of the next state is that of the last observation.</para>
/// </remarks>
internal sealed class LabyrinthEnvironment : IEnvironment
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
        EnvironmentState.RefuseStepIf(Game.IsOver);
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
