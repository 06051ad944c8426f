using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Racer.Rendering;

namespace AsyncRL.Environments.Racer;

/// <summary>The options of the race: the car, the track, the duration, and the number of opponents.</summary>
public sealed record RacerOptions
{
    /// <summary>The car: slow or fast.</summary>
    [Option("car", "", "slow can drive every curve at full throttle; fast must brake before most curves.", AllowedValues = "slow fast")]
    public string Car { get; init; } = "fast";

    /// <summary>The number of opponents on the track.</summary>
    [Option("opponents", "cars", "Opponents, spread over the track; each keeps its lane at about 40 % of the top speed of the agent's car.",
        Minimum = 0, Maximum = 20)]
    public int Opponents { get; init; }

    /// <summary>The length of the outline before its corners are rounded.</summary>
    [Option("length", "m", "Length of the track before its corners are rounded; rounding makes it a little shorter.",
        Minimum = 700, Maximum = 5000)]
    public double Length { get; init; } = 1500;

    /// <summary>The curviness of the track.</summary>
    [Option("curviness", "", "From wide bends in one direction (0) to many corners, left and right, with radii down to 35 m (1).",
        Minimum = 0, Maximum = 1)]
    public double Curviness { get; init; } = 0.5;

    /// <summary>The track's number; null stands for a new track in each episode.</summary>
    [Option("track", "", "Number of a fixed track, the same for every seed; auto draws a new track in each episode.",
        Minimum = 0, Maximum = int.MaxValue)]
    public int? Track { get; init; }

    /// <summary>The length of an episode.</summary>
    [Option("seconds", "s", "Length of an episode, which is then truncated.", Minimum = 1, Maximum = 3600)]
    public double Seconds { get; init; } = 60;

    /// <summary>Frames of 1/60 s per agent step.</summary>
    [Option("action-repeat", "frames", "Frames of 1/60 s per agent step; the last is drawn.", Minimum = 1, Maximum = 60)]
    public int ActionRepeat { get; init; } = 4;

    /// <summary>Frames per observation.</summary>
    [Option("stack", "frames", "Frames per observation, the oldest first, three channels each.", Minimum = 1, Maximum = 16)]
    public int Stack { get; init; } = 1;
}

/// <summary>
/// A car race seen from behind the car. The reward is the speed along the track's center line, as in the paper's TORCS (Mnih et al., 2016,
/// section 5.2). The rules are in docs/environments/racer.md.
/// </summary>
public sealed class RacerDescription : EnvironmentDescription<RacerOptions>
{
    /// <inheritdoc/>
    public override string Name => "racer";

    /// <inheritdoc/>
    public override string Summary =>
        "Drive a car around a new track in each episode, in 84x84 RGB: +0.1 per meter along the center line; off the track it ends.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["car"] = "slow", ["curviness"] = "0", ["length"] = "700", ["seconds"] = "3" },
        new Dictionary<string, string> { ["opponents"] = "20", ["curviness"] = "1", ["length"] = "700", ["action-repeat"] = "7" },
        new Dictionary<string, string> { ["track"] = "5", ["stack"] = "4", ["action-repeat"] = "1", ["seconds"] = "2.5" },
        new Dictionary<string, string> { ["length"] = "5000", ["curviness"] = "1", ["car"] = "slow", ["opponents"] = "3" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(RacerOptions options, RandomGenerator generator)
    {
        var frames = new RacerEnvironment(options, generator);
        return options.Stack == 1 ? frames : Wrapper.Wrap(frames, inner => new FrameStack(inner, options.Stack));
    }
}

/// <summary>A car race in 84×84 RGB with 60 frames per second. An action lasts several frames, of which the last is drawn.</summary>
/// <remarks>The rules are in docs/environments/racer.md.</remarks>
internal sealed class RacerEnvironment : IEnvironment, IDisplay
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
        EnvironmentState.RefuseStepIf(_isOver);
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
