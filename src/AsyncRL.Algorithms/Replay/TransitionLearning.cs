using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>An agent step of a memory with the sum of the n rewards from it on.</summary>
/// <param name="Row">The number of the agent step's row.</param>
/// <param name="Action">a.</param>
/// <param name="Return">Σ γʲ r over k = min(n, agent steps to the episode's end) agent steps.</param>
/// <param name="Factor">γᵏ, the factor of the value after them; 0 after a terminal state.</param>
/// <param name="Next">The row of the observation after them; −1 after a terminal state, which has no value.</param>
internal readonly record struct Transition(long Row, int Action, float Return, float Factor, long Next);

/// <summary>
/// The gradient of Q-learning from transitions of a replay memory: with a target network, and by options Double, Dueling, of n steps, with
/// importance weights.
/// </summary>
/// <remarks>
/// <c>// DQN:n</c> and <c>// PER:n</c> mark the statements that realize the lines of the pseudo-code as docs/algorithms/dqn.md numbers
/// them. After construction the class allocates nothing.
/// </remarks>
internal sealed class TransitionLearning
{
    private readonly ReplayOptions _options;
    private readonly ReplayMemory _memory;
    private readonly LocalModel _model;
    private readonly TargetCopy _target;
    private readonly ActionValues<float> _values;
    private readonly ActionValueLoss<float> _loss;
    private readonly ReplayMetrics _metrics;
    private readonly ActorStatistics _statistics;
    private readonly Activations<float> _learning;
    private readonly Activations<float> _next;
    private readonly Activations<float> _nextOfTarget;
    private readonly Transition[] _transitions;
    private readonly byte[] _stack;
    private readonly float[] _targetValues;
    private readonly float[] _onlineValues;

    /// <summary>Allocates the rows.</summary>
    /// <param name="model">θ′ and dθ.</param>
    /// <param name="target">θ⁻.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="options">The options.</param>
    /// <param name="observation">An observation.</param>
    /// <param name="rows">The rows that pass through the network together.</param>
    /// <param name="statistics">What the thread counts.</param>
    /// <param name="metrics">The metrics among it.</param>
    internal TransitionLearning(
        LocalModel model,
        TargetCopy target,
        ReplayMemory memory,
        ReplayOptions options,
        ObservationSpecification observation,
        int rows,
        ActorStatistics statistics,
        ReplayMetrics metrics)
    {
        (_model, _target, _memory, _options, _statistics, _metrics) = (model, target, memory, options, statistics, metrics);
        NetworkStructure structure = model.Network.Structure;
        _values = new ActionValues<float>(structure);
        _loss = new ActionValueLoss<float>(_values, options.Error == ActionValueOptions.Huber, (float)options.ValueGradientScale);
        bool ofPixels = observation.Kind == ObservationKind.Pixels;
        _learning = model.NewBatch(rows, ofPixels: ofPixels);
        _next = options.IsDouble ? model.NewBatch(rows, ofPixels: ofPixels) : _learning;
        _nextOfTarget = new Activations<float>(structure, rows, ofPixels: ofPixels);
        (_transitions, _targetValues, _onlineValues) = (new Transition[rows], new float[_values.Count], new float[_values.Count]);
        _stack = new byte[observation.Size];
    }

    /// <summary>Adds the gradient of transitions of the minibatch, and writes their errors.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">Their number.</param>
    internal void AddGradients(int first, int count)
    {
        for (int i = 0; i < count; i += _transitions.Length)
            AddGradient(first + i, Math.Min(_transitions.Length, count - i));
    }

    /// <summary>Adds the gradient of transitions that pass through the networks together.</summary>
    private void AddGradient(int first, int count)
    {
        for (int i = 0; i < count; i++) Read(i, _memory.Minibatch.Slots[first + i]);
        if (_options.IsDouble) _model.Forward(_next, 0, count);
        _target.Forward(_nextOfTarget, 0, count);
        _model.Forward(_learning, 0, count);
        _statistics.Mark(Phase.Act);
        _loss.Clear();
        double values = 0, errors = 0;
        for (int i = 0; i < count; i++)
        {
            float target = TargetOf(i);
            float error = _loss.AddStep(_learning, i, _transitions[i].Action, target, _memory.Minibatch.Weights[first + i]); // DQN:7
            _memory.Minibatch.Errors[first + i] = error;                        // PER:4
            (values, errors) = (values + target - error, errors + Math.Abs(error));
        }

        _model.Backward(_learning, count);                                      // PER:6
        _metrics.Add(count, _loss.Total, values, errors);
    }

    private void Read(int index, int slot)
    {
        (RingItems items, long row) = _memory.Find(slot);
        ExperienceRing ring = items.Ring;
        Transition transition = ring.Read(row, (float)_options.Discount);
        _transitions[index] = transition;
        ring.Write(row, _stack, _learning, index);

        // A terminal state has no value, and the outputs of its row are not read.
        if (transition.Next < 0) return;
        ring.Write(transition.Next, _stack, _nextOfTarget, index);
        if (_options.IsDouble) ring.Write(transition.Next, _stack, _next, index);
    }

    private float TargetOf(int index)
    {
        Transition transition = _transitions[index];
        if (transition.Next < 0) return transition.Return;
        _values.Read(_nextOfTarget, index, _targetValues);
        if (!_options.IsDouble)
            return ActionValueTarget.Of<float>(transition.Return, transition.Factor, _targetValues, _targetValues); // DQN:5
        _values.Read(_next, index, _onlineValues);
        return ActionValueTarget.Of<float>(transition.Return, transition.Factor, _onlineValues, _targetValues); // DQN:6
    }
}

/// <summary>The metrics of algorithms that learn from a replay memory.</summary>
internal sealed class ReplayMetrics
{
    private readonly ActorStatistics _statistics;
    private readonly Metric _loss;
    private readonly Metric _values;
    private readonly Metric _errors;

    internal ReplayMetrics(ActorStatistics statistics)
    {
        _statistics = statistics;
        _loss = ActorCriticMetrics.ValueLossOf(statistics.Measures);
        _values = statistics.Measures.Metric("action_value", "Q(s, a), mean over the agent steps of minibatches");
        _errors = statistics.Measures.Metric("absolute_error", "|y − Q(s, a)| without weight, mean over the agent steps of minibatches");
    }

    /// <summary>Adds the sums of some agent steps.</summary>
    internal void Add(int count, float loss, double values, double errors)
    {
        _statistics.Add(_loss, loss, count);
        _statistics.Add(_values, values, count);
        _statistics.Add(_errors, errors, count);
    }
}
