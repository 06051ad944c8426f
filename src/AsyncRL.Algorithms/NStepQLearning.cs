using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms;

/// <summary>Asynchronous n-step Q-learning (paper, Algorithm S2).</summary>
public sealed class NStepQLearning : ActionValueAlgorithm<NStepOptions>
{
    /// <inheritdoc/>
    public override string Name => "n-step-q";

    /// <inheritdoc/>
    public override string Summary => "asynchronous n-step Q-learning (paper, Algorithm S2)";

    /// <summary>Only the bootstrap needs θ⁻, but a target network with memory processes every observation.</summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        base.CountPasses(isRecurrent, agentSteps) with { Target = isRecurrent ? agentSteps + 1 : 1 };

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context) => new NStepQLearner(context, Options);
}

/// <summary>The hyper-parameters of n-step Q-learning, each with its unit, default and source.</summary>
public sealed record NStepOptions : ActionValueOptions
{
    /// <summary>t_max.</summary>
    [Option("t-max", "agent steps", "largest length of a segment, between a snapshot and its update (paper, section 8)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 5;

    /// <summary>Whether the target uses the best action by θ′ instead of the best action by θ⁻.</summary>
    [Option("double", "", "the target's action is θ′'s best rather than θ⁻'s (van Hasselt et al. 2016)")]
    public bool Double { get; init; }

    internal override bool IsDouble => Double;
}

/// <summary>Asynchronous n-step Q-learning: Algorithm S2 of the paper for one actor-learner thread.</summary>
/// <remarks>
/// <c>// S2:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/n-step-q.md numbers it. The last agent
/// step of a segment learns from a one-step return, the first from one of up to t_max steps.
/// </remarks>
internal sealed class NStepQLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly NStepOptions _options;
    private readonly ActionValueModel _q;
    private bool _targetIsDue;

    internal NStepQLearner(AlgorithmContext context, NStepOptions options) =>
        (_context, _options, _q) = (context, options, new ActionValueModel(context, options, options.TMax));

    /// <inheritdoc/>
    public LocalModel Model => _q.Model;

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();                                           // S2:5
        Model.Sync();                                                    // S2:6
        int steps = 0;                                                   // S2:7
        _q.BeginActing();                                                // S2:8
        StepOutcome outcome;
        do                                                               // S2:9
        {
            _q.Choices[steps] = _q.ChooseAction(steps);                  // S2:10
            outcome = _context.Actor.Step(_q.Choices[steps], _context.Statistics); // S2:11
            _q.Rewards[steps] = _q.Clip.Of(outcome.Reward);
            steps++;                                                     // S2:12
        }
        while (!outcome.IsEnd && steps < _options.TMax);                 // S2:14
        long agentSteps = _context.Shared.AddAgentSteps(steps);          // S2:13

        _q.EvaluateTarget(steps, steps);
        float returns = outcome.Terminated ? 0 : _q.TargetOfBest(steps); // S2:15
        for (int i = steps - 1; i >= 0; i--)                             // S2:16
        {
            returns = _q.Rewards[i] + (_q.Discount * returns);           // S2:17
            _q.AddGradient(i, returns);                                  // S2:18
        }

        _q.Backward(steps);
        _targetIsDue = _q.CrossedTargetInterval(agentSteps, steps);
        return steps;
    }

    /// <inheritdoc/>
    public void Apply()
    {
        Model.Update(_context.LearningRate);                             // S2:20
        if (_targetIsDue) _q.UpdateTarget();                             // S2:21
        _targetIsDue = false;
    }

    /// <inheritdoc/>
    public void Abandon() => _q.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _q.Transfer(state);
        state.Truth(ref _targetIsDue, "mark of a due target");
    }
}
