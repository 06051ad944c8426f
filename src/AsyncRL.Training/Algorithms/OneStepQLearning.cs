using AsyncRL.Environments;

namespace AsyncRL.Training.Algorithms;

/// <summary>Asynchronous one-step Q-learning: Algorithm 1 of the paper for one actor-learner thread.</summary>
/// <remarks>
/// <c>// 1:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/one-step-q.md numbers it. The paper's
/// threads read θ itself at every agent step; ours take a snapshot at each update, between which θ′ stands still.
/// </remarks>
internal sealed class OneStepQLearning : ActionValueLearner
{
    private readonly OneStepOptions _options;

    internal OneStepQLearning(AlgorithmContext context, OneStepOptions options)
        : base(context, options, options.UpdateInterval) => _options = options;

    /// <inheritdoc/>
    public override int ComputeSegment()
    {
        ClearGradient();                                                 // 1:3
        TakeSnapshot();
        int steps = 0;
        BeginActing();                                                   // 1:4
        StepOutcome outcome;
        do                                                               // 1:5
        {
            Choices[steps] = ChooseAction(steps);                        // 1:6
            outcome = Step(Choices[steps]);                              // 1:7
            Rewards[steps] = Clip(outcome.Reward);
            steps++;                                                     // 1:10
        }
        while (!outcome.IsEnd && steps < _options.UpdateInterval);       // 1:14
        long agentSteps = Shared.AddAgentSteps(steps);                   // 1:11

        EvaluateTarget(1, steps);
        BeginAccumulating();
        for (int i = 0; i < steps; i++)
        {
            bool isTerminal = outcome.Terminated && i == steps - 1;
            float target = isTerminal ? Rewards[i] : Rewards[i] + (Discount * TargetOfBest(i + 1)); // 1:8
            AccumulateGradient(i, target);                               // 1:9
        }

        Backward(steps);
        if (CrossedTargetInterval(agentSteps, steps)) Shared.UpdateTarget(); // 1:12
        return steps;
    }

    /// <inheritdoc/>
    public override void Apply() => ApplyGradient();                     // 1:15
}
