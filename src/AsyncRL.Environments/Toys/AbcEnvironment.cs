using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Toys;

/// <summary>The options of ABC. They give every kind of task that a method must handle, as small as possible.</summary>
public sealed record AbcOptions
{
    /// <summary>The number of states.</summary>
    [Option("states", "states", "States, visited one after another; in each another action is right.", Minimum = 2, Maximum = 1000)]
    public int States { get; init; } = 3;

    /// <summary>The kind of action: discrete or continuous.</summary>
    [Option("actions", "", "discrete: one of as many choices as states; continuous: a number from -1 to 1.",
        AllowedValues = "discrete continuous")]
    public string Actions { get; init; } = "discrete";

    /// <summary>Whether the last state ends the episode.</summary>
    [Option("episodic", "", "true: the last state and a wrong choice terminate; false: the first state follows the last.")]
    public bool Episodic { get; init; } = true;

    /// <summary>Whether every observation shows the state (full), or only the first of an episode (partial).</summary>
    [Option("observable", "", "full: every observation shows the state; partial: only the first of an episode does.",
        AllowedValues = "full partial")]
    public string Observable { get; init; } = "full";

    /// <summary>When an episode is truncated if the task is not episodic.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated if the task is not episodic.", Minimum = 1, Maximum = 1_000_000)]
    public int TimeLimit { get; init; } = 30;
}

/// <summary>ABC: in each state another action is right. Every method that works learns it within a second.</summary>
public sealed class AbcDescription : EnvironmentDescription<AbcOptions>
{
    /// <inheritdoc/>
    public override string Name => "abc";

    /// <inheritdoc/>
    public override string Summary =>
        "Choose the right action in each of a few states in turn; optimal return 1 (time-limit / states if not episodic).";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["observable"] = "partial" },
        new Dictionary<string, string> { ["episodic"] = "false" },
        new Dictionary<string, string> { ["episodic"] = "false", ["observable"] = "partial", ["time-limit"] = "7" },
        new Dictionary<string, string> { ["actions"] = "continuous" },
        new Dictionary<string, string> { ["actions"] = "continuous", ["observable"] = "partial", ["states"] = "5" },
        new Dictionary<string, string> { ["actions"] = "continuous", ["episodic"] = "false", ["states"] = "2" },
        new Dictionary<string, string> { ["actions"] = "continuous", ["episodic"] = "false", ["observable"] = "partial" },
    ];

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => ((AbcOptions)options).Observable == "partial";

    /// <inheritdoc/>
    protected override IEnvironment Create(AbcOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AbcEnvironment(options, generator);
    }
}

/// <summary>
/// States in a circle; in each of them another action is right. The idea comes from the test environment ABC of PFRL (Fujita et al.,
/// "ChainerRL: A deep reinforcement learning library", 2021). The rules are our own.
/// </summary>
/// <remarks>
/// <para>An episode begins in a state drawn uniformly from n. Each agent step leads to the next state, and from the last to the first: the
/// state at time t is (start + t) modulo n. The right choice is the number of the state. The right number of a continuous action is the
/// state's <see cref="TargetOf">target</see>. The reward of a right action is 1/n, that of a wrong choice is 0, and that of a number a is
/// 1 − |a − target|/2 of 1/n. If episodic, the task terminates after n agent steps, and immediately at a wrong choice. Otherwise it never
/// terminates, not even at a wrong choice, and is truncated at the time limit.</para>
/// <para>Fully observable: an observation is the state, one-hot. Partially observable: the first n numbers are the state, one-hot, at time
/// 0 and zeros afterwards; the second n numbers are t modulo n, one-hot. So the state follows from the first and the current
/// observation.</para>
/// <para><b>The optimum</b> is a return of exactly 1; if not episodic, it is time limit / n. For the best return without memory in the
/// partially observable task see docs/environments/toys.md.</para>
/// </remarks>
internal sealed class AbcEnvironment : IEnvironment, IDisplay
{
    private readonly RandomGenerator _generator;
    private readonly AbcOptions _options;
    private readonly bool _isPartial;
    private bool _isOver = true;
    private int _start;
    private int _time;
    private int _lastChoice = -1;
    private float _lastNumber = float.NaN;

    /// <summary>Makes the task.</summary>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">Draws the first states of episodes.</param>
    internal AbcEnvironment(AbcOptions options, RandomGenerator generator)
    {
        _generator = generator;
        _options = options;
        _isPartial = options.Observable == "partial";
        int states = options.States;
        Observation = ObservationSpecification.Vector(NamesOfNumbers(states, _isPartial));
        Actions = options.Actions == "discrete" ? ActionSpecification.Discrete(states) : ActionSpecification.Continuous(1, -1, 1);
        LongestEpisode = options.Episodic ? states : options.TimeLimit;
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public IDisplay Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => AbcDrawing.Size;

    /// <inheritdoc/>
    public int FrameRate => 5;

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public int? LongestEpisode { get; }

    private int State => (_start + _time) % _options.States;

    /// <summary>The right number of a continuous action. The targets of the states are spaced evenly from −1 to 1.</summary>
    /// <param name="state">The state, from 0.</param>
    /// <returns>The target.</returns>
    public float TargetOf(int state) => (2f * state / (_options.States - 1)) - 1;

    /// <inheritdoc/>
    public bool IsOver => _isOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _start = _generator.NextInteger(_options.States);
        _time = 0;
        _isOver = false;
        ForgetAction();
        Show(observation.Values);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        EnvironmentState.RefuseStepIf(_isOver);
        Actions.Check(action);
        bool isChoice = Actions.Kind == ActionKind.Discrete;
        if (isChoice) _lastChoice = action.Choice;
        else _lastNumber = action.Values[0];
        float share = isChoice ? (action.Choice == State ? 1 : 0) : ShareOfNumber(action.Values[0]);
        float reward = share * FullReward(_time % _options.States);
        _time++;
        bool isWrongChoice = isChoice && share == 0;
        bool isTerminated = _options.Episodic && (isWrongChoice || _time == _options.States);
        bool isTruncated = !_options.Episodic && _time == _options.TimeLimit;
        _isOver = isTerminated || isTruncated;
        Show(observation.Values);
        return new StepOutcome(reward, isTerminated, isTruncated);
    }

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        bool hasActed = _lastChoice >= 0 || !float.IsNaN(_lastNumber);
        int answered = hasActed ? (_start + _time - 1) % _options.States : -1;
        float target = hasActed ? TargetOf(answered) : 0;
        var view = new AbcView(_options.States, State, answered, _lastChoice, _lastNumber, target);
        AbcDrawing.Draw(TaskPicture.Begin(image, Image), view);
    }

    /// <inheritdoc/>
    /// <remarks>The last action is only for people and is not saved: the picture of a restored state does not show it.</remarks>
    public void Transfer(StateTransfer state)
    {
        state.Truth(ref _isOver, "end of the episode");
        state.Number(ref _start, "first state", 0, _options.States - 1);
        state.Number(ref _time, "time", 0, LongestEpisode ?? int.MaxValue - _options.States);
        state.Generator(_generator);
        if (state.IsRestoring) ForgetAction();
    }

    private static string[] NamesOfNumbers(int states, bool isPartial)
    {
        var names = new string[isPartial ? 2 * states : states];
        for (int i = 0; i < states; i++)
        {
            names[i] = isPartial ? $"first state is {i}" : $"state is {i}";
            if (isPartial) names[states + i] = $"time mod {states} is {i}";
        }

        return names;
    }

    private void ForgetAction() => (_lastChoice, _lastNumber) = (-1, float.NaN);

    private float ShareOfNumber(float number) => 1 - MathF.Abs(Math.Clamp(number, -1, 1) - TargetOf(State)) / 2;

    /// <summary>1/n, computed as the difference of the floats nearest to (k + 1)/n and k/n, so that n of them sum to exactly 1.</summary>
    private float FullReward(int progress)
    {
        float states = _options.States;
        return ((progress + 1) / states) - (progress / states);
    }

    private void Show(Span<float> values)
    {
        values.Clear();
        if (!_isPartial || _time == 0) values[State] = 1;
        if (_isPartial) values[_options.States + (_time % _options.States)] = 1;
    }
}
