using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms;

/// <summary>
/// Asynchronous actor-critic with another weight ψ of log π than A3C has: from REINFORCE to the residual of one step. Snapshot, acting,
/// backward pass and update are those of <see cref="A3CLearner"/>.
/// </summary>
/// <remarks>
/// <c>// PSI:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/psi.md numbers it. After construction the
/// learner allocates nothing.
/// </remarks>
internal sealed class PsiLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly IActorCriticPolicy _policy;
    private readonly Critic<float> _critic;
    private readonly RecordedSegment _segment;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private readonly bool _hasCritic;
    private PolicyWeights<float> _weights;

    internal PsiLearner(AlgorithmContext context, ActorCriticOptions options, PsiChoice choice, int tMax, IActorCriticPolicy policy)
    {
        (_context, _policy, _hasCritic) = (context, policy, choice.HasCritic);
        _critic = new Critic<float>(context.Network.Structure);
        _metrics = new ActorCriticMetrics(context.Statistics);
        Model = context.CreateModel();
        _segment = new RecordedSegment(context, options, tMax, policy, Model);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, context.LastAgentStep);
        _weights = new PolicyWeights<float>(choice.Psi, (float)options.Discount, (float)options.Lambda, options.LearnsLambdaReturn);
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();
        Model.Sync();
        int steps = _segment.Act();                                                    // PSI:1
        float end = _hasCritic && !_segment.EndsInZero ? Bootstrap() : 0;
        _weights.Begin(end, _segment.Rewards);
        _policy.Loss.Begin((float)_entropyWeight.At(_context.Shared.AgentSteps));
        for (int i = steps - 1; i >= 0; i--)
        {
            int choice = _policy.ChoiceOf(i);
            _weights.AddReward(_segment.Rewards[i]);                                   // PSI:2
            _weights.AddValue(_critic.Value(_segment.Batch, i));                       // PSI:3
            float psi = _weights.Of(_critic.ActionValue(_segment.Batch, i, choice));   // PSI:4
            _policy.AddGradient(_segment.Batch, i, psi);                               // PSI:5
            if (_hasCritic) _critic.AddGradient(_policy.Loss, _segment.Batch, i, choice, _weights.Target); // PSI:6
            else _critic.ClearGradient(_segment.Batch, i);
        }

        Model.Backward(_segment.Batch, steps);
        _segment.Close();
        _metrics.Add(_policy.Loss, steps);
        return steps;
    }

    /// <inheritdoc/>
    public void Apply() => Model.Update(_context.LearningRate);

    /// <inheritdoc/>
    public void Abandon() => _segment.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => _policy.Transfer(state);

    /// <summary>V of the observation after the last agent step. After a time limit this is the last one before the reset.</summary>
    private float Bootstrap()
    {
        _segment.ForwardEnd();
        return _critic.Value(_segment.Batch, _segment.Steps);
    }
}
