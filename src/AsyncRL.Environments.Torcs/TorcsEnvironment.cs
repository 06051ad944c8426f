using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Torcs.Installation;
using AsyncRL.Environments.Torcs.Racing;

namespace AsyncRL.Environments.Torcs;

/// <summary>
/// A race of TORCS, in a process of its own. The reward is the way along the track's axis, in meters, which is proportional to the speed
/// along it, as in the paper (Mnih et al., 2016, section 5.2). A reset and an agent step are one command and one answer each, and allocate
/// nothing. Its state cannot be saved. It has no time limit; <see cref="TimeLimit"/> adds one.
/// </summary>
/// <remarks>The rules are in docs/environments/torcs.md.</remarks>
internal sealed class TorcsEnvironment : IEnvironment, IDisplay, IStateFacts
{
    private const float SlowSpeed = 1, LeastFuel = 0.1f;

    private readonly RaceProcess _process;
    private readonly Race _race;
    private readonly TorcsOptions _options;
    private readonly RandomGenerator _generator;
    private readonly double[] _facts;
    private readonly float[] _shown;
    private readonly (float X, float Y)[] _places;
    private TrackMap? _map;
    private readonly int _stuckSteps;
    private int _slowSteps;
    private float _speed;
    private int _agentSteps = -1;

    /// <summary>Makes an environment.</summary>
    /// <param name="process">The process; the environment owns it from now on.</param>
    /// <param name="race">The race.</param>
    /// <param name="options">The options.</param>
    /// <param name="generator">Draws the delays at the start.</param>
    internal TorcsEnvironment(RaceProcess process, Race race, TorcsOptions options, RandomGenerator generator)
    {
        (_process, _race, _options, _generator) = (process, race, options, generator);
        Observation = Sensors.Shape(race.Opponents);
        Actions = options.Actions == "continuous" ? DriverActions.Continuous : DriverActions.Discrete;
        Facts =
        [
            new StateFact("place along the track (m)", 0, process.Outline.Length),
            new StateFact("place to the left of the middle (m)", -10, 10),
            new StateFact("speed along the track (m/s)", 0, 80),
            new StateFact("laps", 0, 10, IsWhole: true),
            new StateFact("last lap (s)", 0, 300),
            new StateFact("damage", 0, options.DamageLimit, IsWhole: true),
        ];
        (_facts, _places) = (new double[Facts.Count], new (float, float)[race.Opponents + 1]);
        _shown = new float[Observation.Size];
        _stuckSteps = Math.Max(1, (int)Math.Round(options.StuckSeconds / SecondsPerStep));
        process.Moment = Moment;
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public int FramesPerAgentStep => _options.ActionRepeat;

    /// <inheritdoc/>
    public bool IsOver { get; private set; } = true;

    /// <summary>A map of the track with the cars.</summary>
    public IDisplay? Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => TrackMap.Shape;

    /// <summary>Real time.</summary>
    public int FrameRate => Math.Max(1, (int)Math.Round(1 / SecondsPerStep));

    /// <inheritdoc/>
    public IReadOnlyList<StateFact> Facts { get; }

    private double SecondsPerStep => RaceState.SecondsPerControlStep * _options.ActionRepeat;

    /// <inheritdoc/>
    /// <exception cref="EnvironmentFaultException">The process failed.</exception>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        (IsOver, _agentSteps, _slowSteps) = (true, 0, 0);
        int delay = _options.StartDelay > 0 ? _generator.NextInteger(_options.StartDelay + 1) : 0;
        Show(_process.Reset(delay), observation);
        IsOver = false;
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentFaultException">The process failed.</exception>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Actions.Check(action);
        EnvironmentState.RefuseStepIf(IsOver);
        (IsOver, _agentSteps) = (true, _agentSteps + 1);
        RaceState state = _process.Step(_options.ActionRepeat, DriverActions.ControlsOf(Actions, action, _speed));
        if (state.IsLost)
        {
            // What the agent did is not the reason, so that the last state that is known stands for the rest of the episode.
            _shown.CopyTo(observation.Values);
            return new StepOutcome(0, Terminated: false, Truncated: true);
        }

        Show(state, observation);
        _slowSteps = state.SpeedAlong < SlowSpeed ? _slowSteps + 1 : 0;
        bool terminated = HasFailed(state), truncated = !terminated && (state.Laps >= _options.Laps || state.Fuel < LeastFuel);
        IsOver = terminated || truncated;
        return new StepOutcome(state.Progress, terminated, truncated);
    }

    /// <inheritdoc/>
    public void ReadFacts(Span<double> values) => _facts.CopyTo(values);

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _map ??= new TrackMap(_process.Outline);
        _map.Begin(image);
        for (int i = _places.Length - 1; i >= 0; i--) _map.DrawCar(image, _places[i], isAgent: i == 0);
    }

    /// <summary>Ends the process.</summary>
    public void Dispose() => _process.Dispose();

    /// <summary>Whether the race is lost: off the track, backwards, stuck, or too much damage.</summary>
    private bool HasFailed(RaceState state) =>
        (_options.OffTrackEnds && 2 * Math.Abs(state.ToMiddle) > state.Width)
        || Math.Abs(state.Angle) > MathF.PI / 2
        || _slowSteps >= _stuckSteps
        || state.Damage >= _options.DamageLimit;

    private void Show(RaceState state, Observation observation)
    {
        Sensors.Show(state, observation.Values);
        observation.Values.CopyTo(_shown);
        _speed = state.SpeedForward;
        _facts[0] = state.FromStart;
        _facts[1] = state.ToMiddle;
        _facts[2] = state.SpeedAlong;
        _facts[3] = state.Laps;
        _facts[4] = state.LastLap;
        _facts[5] = state.Damage;
        _places[0] = state.Place;
        for (int i = 0; i < _race.Opponents; i++) _places[i + 1] = state.PlaceOf(i);
    }

    private string Moment() => EpisodeMoment.Of(_agentSteps);
}
