using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

/// <summary>A <see cref="ControlTask"/> as an environment. It stores the state, checks that an episode runs, and clips actions.</summary>
/// <remarks>It has no time limit; <see cref="TimeLimit"/> adds one.</remarks>
internal sealed class ControlEnvironment : IEnvironment, IStateMap, IDisplay
{
    private readonly ControlTask _task;
    private readonly RandomGenerator _generator;
    private readonly double[] _state;
    private bool _isPlaying;
    private double _lastAction = double.NaN;

    /// <summary>Makes an environment; <see cref="Reset"/> begins the first episode.</summary>
    /// <param name="task">The rules.</param>
    /// <param name="generator">The only source of randomness.</param>
    public ControlEnvironment(ControlTask task, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(generator);
        _task = task;
        _generator = generator;
        _state = new double[task.StateSize];
        Observation = ObservationSpecification.Vector(task.ObservationNames);
        Actions = task.Actions;
    }

    /// <summary>The state behind the observation; the task's documentation explains its numbers.</summary>
    public ReadOnlySpan<double> State => _state;

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StateFact> Facts => _task.Facts;

    /// <inheritdoc/>
    public (int Across, int Up) Axes => _task.Axes;

    /// <inheritdoc/>
    public IDisplay Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => _task.Drawing.Size;

    /// <inheritdoc/>
    public int FrameRate => _task.Drawing.FrameRate;

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public bool IsOver => !_isPlaying;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _task.Reset(_state, _generator);
        (_isPlaying, _lastAction) = (true, double.NaN);
        _task.Observe(_state, observation.Values);
    }

    /// <summary>Continues an episode from a given state.</summary>
    /// <param name="state">The state; the task's documentation explains its numbers.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void Place(ReadOnlySpan<double> state)
    {
        if (state.Length != _state.Length)
            throw new ArgumentException($"The state has {state.Length} numbers; expected {_state.Length}.", nameof(state));
        state.CopyTo(_state);
        (_isPlaying, _lastAction) = (true, double.NaN);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        EnvironmentState.RefuseStepIf(!_isPlaying);
        Actions.Check(action);
        double applied = Actions.Kind == ActionKind.Discrete
            ? action.Choice
            : Math.Clamp(action.Values[0], Actions.Low[0], Actions.High[0]);
        Transition transition = _task.Advance(_state, applied);
        (_isPlaying, _lastAction) = (!transition.Terminated, applied);
        _task.Observe(_state, observation.Values);
        return new StepOutcome((float)transition.Reward, transition.Terminated, Truncated: false);
    }

    /// <inheritdoc/>
    public void ReadFacts(Span<double> values) => _task.ReadFacts(_state, values);

    /// <inheritdoc/>
    public void ShowState(ReadOnlySpan<double> values, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _task.Observe(values, observation.Values);
    }

    /// <inheritdoc/>
    public void DrawImage(Observation image) => _task.Drawing.Draw(TaskPicture.Begin(image, Image), _state, _lastAction);

    /// <inheritdoc/>
    /// <remarks>The last action is only for people and is not saved: the picture of a restored state has no arrow.</remarks>
    public void Transfer(StateTransfer state)
    {
        for (int i = 0; i < _state.Length; i++) state.Real(ref _state[i], "state", -_task.Largest(i), _task.Largest(i));
        state.Truth(ref _isPlaying, "running of the episode");
        state.Generator(_generator);
        if (state.IsRestoring) _lastAction = double.NaN;
    }
}
