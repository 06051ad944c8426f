using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.MuJoCo.Physics;
using AsyncRL.Environments.MuJoCo.Pixels;
using AsyncRL.Environments.MuJoCo.Tasks;

namespace AsyncRL.Environments.MuJoCo;

/// <summary>
/// A task of MuJoCo. Its actions are the controls of the model's actuators, within their bounds. It has no time limit;
/// <see cref="TimeLimit"/> adds one.
/// </summary>
/// <remarks>
/// A simulation that becomes unstable truncates the episode, with the reward 0 and the observation of the step before: the engine has then
/// replaced the state, and what it shows has nothing to do with the action.
/// </remarks>
internal sealed class MuJoCoEnvironment : IEnvironment, IDisplay
{
    private const int DisplayWidth = 320, DisplayHeight = 240;

    private readonly Simulation _simulation;
    private readonly SimulatedTask _task;
    private readonly RandomGenerator _generator;
    private readonly double[] _controls;
    private readonly double _noise;
    private readonly int _frameSkip;
    private SceneRenderer? _screen;
    private bool _isPlaying;

    /// <summary>Makes an environment.</summary>
    /// <param name="simulation">The simulation; the environment owns it from now on.</param>
    /// <param name="task">The rules.</param>
    /// <param name="options">The options.</param>
    /// <param name="generator">The only source of randomness.</param>
    internal MuJoCoEnvironment(Simulation simulation, SimulatedTask task, MuJoCoOptions options, RandomGenerator generator)
    {
        (_simulation, _task, _generator) = (simulation, task, generator);
        (_noise, _frameSkip) = (options.ResetNoise, options.FrameSkip);
        _controls = new double[simulation.Facts.Controls];
        Observation = ObservationSpecification.Vector(task.ObservationNames);
        Actions = BoundsOf(simulation.Facts.Actuators);
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public bool IsOver => !_isPlaying;

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <summary>The picture of the model's camera "view"; null without OSMesa.</summary>
    public IDisplay? Display => OsMesa.IsInstalled ? this : null;

    /// <inheritdoc/>
    public ObservationSpecification Image { get; } = ObservationSpecification.Pixels(DisplayHeight, DisplayWidth, channels: 3);

    /// <summary>Real time.</summary>
    public int FrameRate => Math.Clamp((int)Math.Round(1 / SecondsPerStep), 1, 100);

    private double SecondsPerStep => _frameSkip * _simulation.Facts.TimeStep;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _simulation.Reset();
        _task.Begin(_simulation, _generator, _noise);
        _simulation.Place();
        _isPlaying = true;
        _task.Observe(_simulation, observation.Values);
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentFaultException">The engine reported an error.</exception>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        EnvironmentState.RefuseStepIf(!_isPlaying);
        Actions.Check(action);
        ReadOnlySpan<float> low = Actions.Low, high = Actions.High;
        for (int i = 0; i < _controls.Length; i++) _controls[i] = Math.Clamp(action.Values[i], low[i], high[i]);
        _task.BeforeStep(_simulation);
        _task.Observe(_simulation, observation.Values);
        if (!_simulation.Advance(_controls, _frameSkip))
        {
            _isPlaying = false;
            return new StepOutcome(0, Terminated: false, Truncated: true);
        }

        _task.Observe(_simulation, observation.Values);
        bool hasEnded = _task.HasEnded(_simulation);
        _isPlaying = !hasEnded;
        return new StepOutcome((float)_task.Reward(_simulation, _controls, SecondsPerStep), hasEnded, Truncated: false);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _simulation.Transfer(state);
        state.Truth(ref _isPlaying, "running of the episode");
        state.Generator(_generator);
    }

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _screen ??= new SceneRenderer(_simulation, DisplayWidth, DisplayHeight);
        _screen.Draw(image.Pixels);
    }

    /// <summary>Frees the simulation.</summary>
    public void Dispose()
    {
        _screen?.Dispose();
        _simulation.Dispose();
    }

    private static ActionSpecification BoundsOf(List<Actuator> actuators)
    {
        var low = new float[actuators.Count];
        var high = new float[actuators.Count];
        for (int i = 0; i < low.Length; i++) (low[i], high[i]) = ((float)actuators[i].Low, (float)actuators[i].High);
        return ActionSpecification.Continuous(low, high);
    }
}
