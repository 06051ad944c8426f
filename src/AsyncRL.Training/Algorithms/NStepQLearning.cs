using AsyncRL.Environments;

namespace AsyncRL.Training.Algorithms;

/// <summary>Asynchronous n-step Q-learning: Algorithm S2 of the paper for one actor-learner thread.</summary>
/// <remarks>
/// <c>// S2:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/n-step-q.md numbers it. The last agent
/// step of a segment learns from a one-step return, the first from one of up to t_max steps.
/// </remarks>
internal sealed class NStepQLearning : ActionValueLearner
{
    private readonly NStepOptions _options;
    private bool _targetIsDue;

    internal NStepQLearning(AlgorithmContext context, NStepOptions options)
        : base(context, options, options.TMax) => _options = options;

    /// <inheritdoc/>
    public override int ComputeSegment()
    {
        ClearGradient();                                                 // S2:5
        TakeSnapshot();                                                  // S2:6
        int steps = 0;                                                   // S2:7
        BeginActing();                                                   // S2:8
        StepOutcome outcome;
        do                                                               // S2:9
        {
            Choices[steps] = ChooseAction(steps);                        // S2:10
            outcome = Step(Choices[steps]);                              // S2:11
            Rewards[steps] = Clip(outcome.Reward);
            steps++;                                                     // S2:12
        }
        while (!outcome.IsEnd && steps < _options.TMax);                 // S2:14
        long agentSteps = Shared.AddAgentSteps(steps);                   // S2:13

        EvaluateTarget(steps, steps);
        BeginAccumulating();
        float returns = outcome.Terminated ? 0 : TargetOfBest(steps);    // S2:15
        for (int i = steps - 1; i >= 0; i--)                             // S2:16
        {
            returns = Rewards[i] + (Discount * returns);                 // S2:17
            AccumulateGradient(i, returns);                              // S2:18
        }

        Backward(steps);
        _targetIsDue = CrossedTargetInterval(agentSteps, steps);
        return steps;
    }

    /// <inheritdoc/>
    public override void Apply()
    {
        ApplyGradient();                                                 // S2:20
        if (_targetIsDue) Shared.UpdateTarget();                        // S2:21
        _targetIsDue = false;
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        writer.Write(_targetIsDue);
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        _targetIsDue = reader.ReadBoolean();
    }
}
