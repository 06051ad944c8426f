using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms;

/// <summary>Asynchronous one-step Q-learning (paper, Algorithm 1).</summary>
public sealed class OneStepQLearning : ActionValueAlgorithm<OneStepOptions>
{
    /// <inheritdoc/>
    public override string Name => "one-step-q";

    /// <inheritdoc/>
    public override string Summary => "asynchronous one-step Q-learning (paper, Algorithm 1)";

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.UpdateInterval;

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context) => new OneStepQLearner(context, Options);
}

/// <summary>The hyper-parameters of one-step Q-learning, each with its unit, default and source.</summary>
public sealed record OneStepOptions : SarsaOptions
{
    /// <summary>Whether the target uses the best action by θ′ instead of the best action by θ⁻.</summary>
    [Option("double", "", "the target's action is θ′'s best rather than θ⁻'s (van Hasselt et al. 2016)")]
    public bool Double { get; init; }

    internal override bool IsDouble => Double;
}

/// <summary>Asynchronous one-step Q-learning: Algorithm 1 of the paper for one actor-learner thread.</summary>
/// <remarks>
/// <c>// 1:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/one-step-q.md numbers it. The paper's
/// threads read θ itself at every agent step. Here a thread takes a snapshot at each update, and θ′ is constant between updates.
/// </remarks>
internal sealed class OneStepQLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly OneStepOptions _options;
    private readonly ActionValueModel _q;

    internal OneStepQLearner(AlgorithmContext context, OneStepOptions options) =>
        (_context, _options, _q) = (context, options, new ActionValueModel(context, options, options.UpdateInterval));

    /// <inheritdoc/>
    public LocalModel Model => _q.Model;

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();                                           // 1:3
        Model.Sync();
        int steps = 0;
        _q.BeginActing();                                                // 1:4
        StepOutcome outcome;
        do                                                               // 1:5
        {
            _q.Choices[steps] = _q.ChooseAction(steps);                  // 1:6
            outcome = _context.Actor.Step(_q.Choices[steps], _context.Statistics); // 1:7
            _q.Rewards[steps] = _q.Clip.Of(outcome.Reward);
            steps++;                                                     // 1:10
        }
        while (!outcome.IsEnd && steps < _options.UpdateInterval);       // 1:14
        long agentSteps = _context.Shared.AddAgentSteps(steps);          // 1:11

        _q.EvaluateTarget(1, steps);
        for (int i = 0; i < steps; i++)
        {
            bool isTerminal = outcome.Terminated && i == steps - 1;
            float target = isTerminal ? _q.Rewards[i] : _q.Rewards[i] + (_q.Discount * _q.TargetOfBest(i + 1)); // 1:8
            _q.AddGradient(i, target);                                   // 1:9
        }

        _q.Backward(steps);
        if (_q.CrossedTargetInterval(agentSteps, steps)) _q.UpdateTarget(); // 1:12
        return steps;
    }

    /// <inheritdoc/>
    public void Apply() => Model.Update(_context.LearningRate);          // 1:15

    /// <inheritdoc/>
    public void Abandon() => _q.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => _q.Transfer(state);
}
