using AsyncRL.Numerics.Losses;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// What one-step Q-learning, one-step Sarsa and n-step Q-learning have in common: ε-greedy actions, the target network, and the error of
/// Q(s, a; θ′). Nothing is allocated once constructed.
/// </summary>
internal abstract class ActionValueLearner : SegmentLearner
{
    private readonly ActionValueOptions _options;
    private readonly ActionValues<float> _values;
    private readonly ActionValueLoss<float> _loss;
    private readonly Exploration _exploration;
    private readonly TargetNetwork _target;
    private readonly float[] _row;
    private readonly int _framesPerAgentStep;
    private double _epsilon;

    /// <summary>Sets up for segments of up to so many agent steps.</summary>
    protected ActionValueLearner(AlgorithmContext context, ActionValueOptions options, int tMax)
        : base(context, tMax, options.RewardClip)
    {
        _options = options;
        _values = new ActionValues<float>(context.Network.Structure);
        _loss = new ActionValueLoss<float>(_values, options.Error == ActionValueOptions.Huber, (float)options.ValueGradientScale);
        _exploration = new Exploration(
            options, context.FramesPerAgentStep, context.LastAgentStep, context.Actor.Generator);
        _target = new TargetNetwork(context.Network, context.Shared, tMax);
        _row = new float[_values.Count];
        _framesPerAgentStep = context.FramesPerAgentStep;
        (Choices, Rewards) = (new int[tMax + 1], new float[tMax]);
    }

    /// <summary>a of each agent step, and of the one after the segment.</summary>
    protected int[] Choices { get; }

    /// <summary>r of each agent step.</summary>
    protected float[] Rewards { get; }

    /// <summary>γ.</summary>
    protected float Discount => (float)_options.Discount;

    /// <inheritdoc/>
    public override void Abandon()
    {
        base.Abandon();
        _target.Activations.ClearState();
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        _exploration.SaveState(writer);
        _target.SaveState(writer);
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        _exploration.RestoreState(reader);
        _target.RestoreState(reader);
    }

    /// <summary>Sees to θ⁻, ε and the episode before the first agent step.</summary>
    /// <returns>Whether an episode begins.</returns>
    protected bool BeginActing()
    {
        _target.Refresh();
        _exploration.DrawIfDue();
        _epsilon = _exploration.At(Shared.AgentSteps);
        bool begins = BeginEpisodeIfOver();
        if (begins) _target.Activations.ClearState();
        return begins;
    }

    /// <summary>An ε-greedy action by Q(s, ·; θ′).</summary>
    protected int ChooseAction(int row)
    {
        Forward(row);
        int choice = Actor.Generator.NextDouble() < _epsilon
            ? Actor.Generator.NextInteger(_values.Count)
            : BestAction(row);
        Statistics.Mark(Phase.Act);
        return choice;
    }

    /// <summary>
    /// Lets the target network see the segment's observations, those after its first row, or only the last.
    /// </summary>
    /// <param name="first">First row whose target values are asked for.</param>
    /// <param name="steps">Agent steps of the segment; their row is the present observation's.</param>
    protected void EvaluateTarget(int first, int steps)
    {
        if (_options.IsDouble) Forward(steps);
        else Actor.Observe(Activations.Input(steps));
        _target.Evaluate(Activations, first, steps);
        Statistics.Mark(Phase.Act);
    }

    /// <summary>max Q(s, ·; θ⁻), or Q⁻ of θ′'s best action where the target is double.</summary>
    protected float TargetOfBest(int row)
    {
        int best = _options.IsDouble ? BestAction(row) : -1;
        _values.Read(_target.Activations, row, _row);
        return _row[best < 0 ? Softmax.MostProbable<float>(_row) : best];
    }

    /// <summary>Q(s, a; θ⁻).</summary>
    protected float TargetOf(int row, int action)
    {
        _values.Read(_target.Activations, row, _row);
        return _row[action];
    }

    /// <summary>Starts the loss of a segment.</summary>
    protected void BeginAccumulating() => _loss.Clear();

    /// <summary>∂ ½ c (y − Q(sᵢ, aᵢ; θ′))² as far as the heads; the backward pass takes it to θ′.</summary>
    protected void AccumulateGradient(int row, float target) => _loss.AddStep(Activations, row, Choices[row], target);

    /// <summary>Takes the segment's gradient to θ′.</summary>
    protected void Backward(int steps)
    {
        _exploration.Count(steps);
        Backward(steps, new SegmentLosses(0, _loss.Total, steps * Exploration.Entropy(_epsilon, _values.Count)));
    }

    /// <summary>
    /// Whether a segment's agent steps took T across a multiple of I_target. Every multiple lies in the steps of exactly one segment,
    /// because T grows indivisibly: exactly one thread finds it.
    /// </summary>
    /// <param name="agentSteps">T after the segment's agent steps.</param>
    /// <param name="steps">The segment's agent steps.</param>
    protected bool CrossedTargetInterval(long agentSteps, int steps)
    {
        long after = agentSteps * _framesPerAgentStep / _options.TargetInterval;
        return after != (agentSteps - steps) * _framesPerAgentStep / _options.TargetInterval;
    }

    private int BestAction(int row)
    {
        _values.Read(Activations, row, _row);
        return Softmax.MostProbable<float>(_row);
    }
}
