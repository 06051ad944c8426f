using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>An algorithm that learns action values.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class ActionValueAlgorithm<TOptions> : ActorLearnerAlgorithm<TOptions>
    where TOptions : ActionValueOptions, new()
{
    /// <inheritdoc/>
    public override int TargetNetworks => 1;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        ActionValues<float>.Heads(actions.Count, Options.Dueling);

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        Exploration.Read(Options);
    }

    /// <summary>A target network with memory also processes the first observation.</summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        new(agentSteps + (Options.IsDouble ? 1 : 0), agentSteps + (isRecurrent ? 1 : 0));

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new ActionValueAgent(network);
}

/// <summary>
/// The part that one-step Q-learning, one-step Sarsa and n-step Q-learning share: ε-greedy actions by Q(s, ·; θ′), the target network, and
/// the error of Q(s, a; θ′). After construction the model allocates nothing.
/// </summary>
internal sealed class ActionValueModel
{
    private readonly AlgorithmContext _context;
    private readonly ActionValueOptions _options;
    private readonly ActionValues<float> _values;
    private readonly ActionValueLoss<float> _loss;
    private readonly Exploration _exploration;
    private readonly TargetNetwork _target;
    private readonly Activations<float> _batch;
    private readonly Metric _valueLoss;
    private readonly Metric _entropy;
    private readonly float[] _row;
    private double _epsilon;

    /// <summary>Allocates the model for segments of up to <paramref name="tMax"/> agent steps.</summary>
    internal ActionValueModel(AlgorithmContext context, ActionValueOptions options, int tMax)
    {
        (_context, _options) = (context, options);
        _valueLoss = ActorCriticMetrics.ValueLossOf(context.Statistics.Measures);
        _entropy = Exploration.EntropyOf(context.Statistics.Measures);
        Model = context.CreateModel();
        _batch = Model.NewBatch(checked(tMax + 1));
        _values = new ActionValues<float>(context.Network.Structure);
        _loss = new ActionValueLoss<float>(_values, options.Error == ActionValueOptions.Huber, (float)options.ValueGradientScale);
        _exploration = new Exploration(options, context.FramesPerAgentStep, context.LastAgentStep, context.Actor.Generator);
        _target = new TargetNetwork(context.Network, context.Shared.Target(TargetCopy.Name), tMax);
        _row = new float[_values.Count];
        (Choices, Rewards, Clip) = (new int[tMax + 1], new float[tMax], new RewardClip(options.RewardClip));
    }

    /// <summary>θ′ and dθ.</summary>
    internal LocalModel Model { get; }

    /// <summary>a of each agent step, and of the one after the segment.</summary>
    internal int[] Choices { get; }

    /// <summary>r of each agent step.</summary>
    internal float[] Rewards { get; }

    /// <summary>The clipping of rewards in training.</summary>
    internal RewardClip Clip { get; }

    /// <summary>γ.</summary>
    internal float Discount => (float)_options.Discount;

    /// <summary>Refreshes θ⁻ and ε, and begins an episode if the last one is over.</summary>
    /// <returns>Whether an episode begins.</returns>
    internal bool BeginActing()
    {
        _target.Refresh();
        _exploration.DrawIfDue();
        _epsilon = _exploration.At(_context.Shared.AgentSteps);
        bool begins = _context.Actor.BeginEpisodeIfOver(_context.Statistics);
        if (begins)
        {
            _batch.ClearState();
            _target.Activations.ClearState();
        }

        return begins;
    }

    /// <summary>Runs the network with θ′ on the present observation.</summary>
    internal void Observe(int step)
    {
        _context.Actor.WriteObservation(_batch, step);
        Model.Forward(_batch, step, 1);
    }

    /// <summary>An ε-greedy action by Q(s, ·; θ′).</summary>
    internal int ChooseAction(int step)
    {
        Observe(step);
        return _context.Actor.Generator.NextDouble() < _epsilon
            ? _context.Actor.Generator.NextInteger(_values.Count)
            : BestAction(step);
    }

    /// <summary>Runs the target network on the segment's observations, from a first one to that after the last agent step.</summary>
    /// <param name="first">First time step whose target values are read.</param>
    /// <param name="steps">Agent steps of the segment; the row of this index holds the present observation.</param>
    internal void EvaluateTarget(int first, int steps)
    {
        if (_options.IsDouble) Observe(steps);
        else _context.Actor.WriteObservation(_batch, steps);
        _target.Evaluate(_batch, first, steps);
        _context.Statistics.Mark(Phase.Act);
        _loss.Clear();
    }

    /// <summary>max Q(s, ·; θ⁻), or, with double Q-learning, Q(s, a; θ⁻) of the best action a by θ′.</summary>
    internal float TargetOfBest(int step)
    {
        int best = _options.IsDouble ? BestAction(step) : -1;
        _values.Read(_target.Activations, step, _row);
        return _row[best < 0 ? Softmax.MostProbable<float>(_row) : best];
    }

    /// <summary>Q(s, a; θ⁻).</summary>
    internal float TargetOf(int step, int action)
    {
        _values.Read(_target.Activations, step, _row);
        return _row[action];
    }

    /// <summary>Adds the gradient of ½ c (y − Q(sᵢ, aᵢ; θ′))² by the heads' outputs. The backward pass continues to θ′.</summary>
    internal void AddGradient(int step, float target) => _loss.AddStep(_batch, step, Choices[step], target);

    /// <summary>Runs the backward pass of the segment, which adds to dθ.</summary>
    internal void Backward(int steps)
    {
        _exploration.Count(steps);
        Model.Backward(_batch, steps);
        _batch.CarryState(steps);
        _context.Statistics.CountAgentSteps(steps);
        _context.Statistics.Add(_valueLoss, _loss.Total, steps);
        _context.Statistics.Add(_entropy, steps * Exploration.Entropy(_epsilon, _values.Count), steps);
    }

    /// <summary>θ⁻ ← θ.</summary>
    internal void UpdateTarget() => _target.Install();

    /// <summary>
    /// Whether T crossed a multiple of I_target during a segment's agent steps. T is incremented atomically, so that exactly one thread
    /// finds each multiple in its segment.
    /// </summary>
    /// <param name="agentSteps">T after the segment's agent steps.</param>
    /// <param name="steps">The segment's agent steps.</param>
    internal bool CrossedTargetInterval(long agentSteps, int steps)
    {
        long after = _options.TargetIntervalsBefore(agentSteps, _context.FramesPerAgentStep);
        return after != _options.TargetIntervalsBefore(agentSteps - steps, _context.FramesPerAgentStep);
    }

    /// <summary>Abandons the segment.</summary>
    internal void Abandon() => _target.Activations.ClearState();

    /// <summary>Writes or reads the state of the exploration and of the target network's memory.</summary>
    internal void Transfer(StateTransfer state)
    {
        _exploration.Transfer(state);
        _target.Transfer(state);
    }

    private int BestAction(int step)
    {
        _values.Read(_batch, step, _row);
        return Softmax.MostProbable<float>(_row);
    }
}
