using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms;

/// <summary>Asynchronous one-step Sarsa (paper, section 4.2).</summary>
public sealed class OneStepSarsa : ActionValueAlgorithm<SarsaOptions>
{
    /// <inheritdoc/>
    public override string Name => "one-step-sarsa";

    /// <inheritdoc/>
    public override string Summary => "asynchronous one-step Sarsa (paper, section 4.2)";

    /// <summary>
    /// The action after a segment's last agent step is chosen in that segment. The next segment processes its observation again.
    /// </summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        base.CountPasses(isRecurrent, agentSteps) with { Online = agentSteps + 1 };

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.UpdateInterval;

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context) => new OneStepSarsaLearner(context, Options);
}

/// <summary>The hyper-parameters of one-step Sarsa, each with its unit, default and source.</summary>
public record SarsaOptions : ActionValueOptions
{
    /// <summary>I_AsyncUpdate.</summary>
    [Option("update-interval", "agent steps", "I_AsyncUpdate: agent steps whose gradients make one update (paper, section 8)",
        Minimum = 1, Maximum = 100_000)]
    public int UpdateInterval { get; init; } = 5;
}

/// <summary>
/// Asynchronous one-step Sarsa: Algorithm 1 of the paper with the target r + γ Q(s′, a′; θ⁻), a′ being the action that is taken in s′
/// (section 4.2), for one actor-learner thread.
/// </summary>
/// <remarks>
/// <c>// Sarsa:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/one-step-sarsa.md numbers it. a′ is
/// chosen before y is computed. The action chosen after a segment's last agent step is kept and taken first in the next segment.
/// </remarks>
internal sealed class OneStepSarsaLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly SarsaOptions _options;
    private readonly ActionValueModel _q;
    private int _keptChoice;

    internal OneStepSarsaLearner(AlgorithmContext context, SarsaOptions options) =>
        (_context, _options, _q) = (context, options, new ActionValueModel(context, options, options.UpdateInterval));

    /// <inheritdoc/>
    public LocalModel Model => _q.Model;

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();                                           // Sarsa:3
        Model.Sync();
        int steps = 0;
        _q.Choices[0] = _q.BeginActing() ? _q.ChooseAction(0) : Keep(0); // Sarsa:4
        StepOutcome outcome;
        do                                                               // Sarsa:5
        {
            outcome = _context.Actor.Step(_q.Choices[steps], _context.Statistics); // Sarsa:6
            _q.Rewards[steps] = _q.Clip.Of(outcome.Reward);
            steps++;                                                     // Sarsa:10
            _q.Choices[steps] = outcome.Terminated ? 0 : _q.ChooseAction(steps); // Sarsa:7
        }
        while (!outcome.IsEnd && steps < _options.UpdateInterval);       // Sarsa:14
        _keptChoice = _q.Choices[steps];
        long agentSteps = _context.Shared.AddAgentSteps(steps);          // Sarsa:11

        _q.EvaluateTarget(1, steps);
        for (int i = 0; i < steps; i++)
        {
            bool isTerminal = outcome.Terminated && i == steps - 1;
            float target = isTerminal ? _q.Rewards[i] : _q.Rewards[i] + (_q.Discount * _q.TargetOf(i + 1, _q.Choices[i + 1])); // Sarsa:8
            _q.AddGradient(i, target);                                   // Sarsa:9
        }

        _q.Backward(steps);
        if (_q.CrossedTargetInterval(agentSteps, steps)) _q.UpdateTarget(); // Sarsa:12
        return steps;
    }

    /// <inheritdoc/>
    public void Apply() => Model.Update(_context.LearningRate);          // Sarsa:15

    /// <inheritdoc/>
    public void Abandon() => _q.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _q.Transfer(state);
        state.Number(ref _keptChoice, "kept action", 0, _context.Actor.Actions.Count - 1);
    }

    /// <summary>
    /// The action that was chosen for this observation at the end of the last segment. Q(s, a; θ′) is computed with the new θ′.
    /// </summary>
    private int Keep(int row)
    {
        _q.Observe(row);
        return _keptChoice;
    }
}
