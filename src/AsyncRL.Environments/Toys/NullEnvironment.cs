using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Toys;

/// <summary>The options of the null environment: the sizes that the cost of a network depends on.</summary>
public sealed record NullOptions
{
    /// <summary>Rows of pixels.</summary>
    [Option("height", "pixels", "Rows of pixels; by default the paper's.", Minimum = 1, Maximum = 1024)]
    public int Height { get; init; } = 84;

    /// <summary>Pixels per row.</summary>
    [Option("width", "pixels", "Pixels per row; by default the paper's.", Minimum = 1, Maximum = 1024)]
    public int Width { get; init; } = 84;

    /// <summary>Bytes per pixel.</summary>
    [Option("channels", "frames", "Bytes per pixel; by default the paper's stack of frames.", Minimum = 1, Maximum = 64)]
    public int Channels { get; init; } = 4;

    /// <summary>Frames per observation.</summary>
    [Option("stack", "frames", "Images per observation, the oldest first, as a game's frames are stacked.", Minimum = 1, Maximum = 16)]
    public int Stack { get; init; } = 1;

    /// <summary>The number of choices.</summary>
    [Option("actions", "choices", "Number of choices, which have no effect; by default that of Pong.", Minimum = 1, Maximum = 1000)]
    public int Actions { get; init; } = 6;

    /// <summary>Agent steps after which an episode terminates.</summary>
    [Option("episode-length", "agent steps", "Agent steps after which an episode terminates; 0 for an episode that never ends.",
        Minimum = 0, Maximum = 1_000_000_000)]
    public int EpisodeLength { get; init; } = 10_000;
}

/// <summary>A task without computation, so that the time of a run is the time of the engine.</summary>
public sealed class NullDescription : EnvironmentDescription<NullOptions>
{
    /// <inheritdoc/>
    public override string Name => "null";

    /// <inheritdoc/>
    public override string Summary => "A fixed image of noise that takes almost no time: for measuring the engine, not for learning.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string>
        {
            ["height"] = "10", ["width"] = "5", ["channels"] = "1", ["actions"] = "3", ["episode-length"] = "9",
        },
        new Dictionary<string, string> { ["height"] = "1", ["width"] = "3", ["actions"] = "1", ["episode-length"] = "1" },
        new Dictionary<string, string> { ["height"] = "6", ["width"] = "7", ["channels"] = "1", ["stack"] = "4", ["episode-length"] = "5" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(NullOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        var images = new NullEnvironment(options, generator);
        return options.Stack == 1 ? images : Wrapper.Wrap(images, inner => new FrameStack(inner, options.Stack));
    }
}

/// <summary>An environment that takes almost no time, so that a rate measured with it is the rate of the engine.</summary>
/// <remarks>
/// A reset draws an image of noise, which does not change until the next reset. An agent step copies it, because every environment must
/// write its observation. No action has an effect. Rewards follow a fixed cycle, so that gradients are not all zero. The length of the
/// cycle has no factor in common with the usual values of t_max, so segments differ.
/// </remarks>
internal sealed class NullEnvironment : IEnvironment
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
        EnvironmentState.RefuseStepIf(_isOver);
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
