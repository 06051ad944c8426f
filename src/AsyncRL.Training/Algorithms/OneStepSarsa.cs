using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// Asynchronous one-step Sarsa: Algorithm 1 of the paper with the target r + γ Q(s′, a′; θ⁻), a′ being the action that is taken in s′
/// (section 4.2), for one actor-learner thread.
/// </summary>
/// <remarks>
/// <c>// Sarsa:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/one-step-sarsa.md numbers it. a′ is
/// chosen before y is computed; that of a segment's last agent step is kept and taken first in the next segment.
/// </remarks>
internal sealed class OneStepSarsa : ActionValueLearner
{
    private readonly SarsaOptions _options;
    private int _keptChoice;

    internal OneStepSarsa(AlgorithmContext context, SarsaOptions options)
        : base(context, options, options.UpdateInterval) => _options = options;

    /// <inheritdoc/>
    public override int ComputeSegment()
    {
        ClearGradient();                                                 // Sarsa:3
        TakeSnapshot();
        int steps = 0;
        Choices[0] = BeginActing() ? ChooseAction(0) : Keep(0);          // Sarsa:4
        StepOutcome outcome;
        do                                                               // Sarsa:5
        {
            outcome = Step(Choices[steps]);                              // Sarsa:6
            Rewards[steps] = Clip(outcome.Reward);
            steps++;                                                     // Sarsa:10
            Choices[steps] = outcome.Terminated ? 0 : ChooseAction(steps); // Sarsa:7
        }
        while (!outcome.IsEnd && steps < _options.UpdateInterval);       // Sarsa:14
        _keptChoice = Choices[steps];
        long agentSteps = Shared.AddAgentSteps(steps);                   // Sarsa:11

        EvaluateTarget(1, steps);
        BeginAccumulating();
        for (int i = 0; i < steps; i++)
        {
            bool isTerminal = outcome.Terminated && i == steps - 1;
            float target = isTerminal ? Rewards[i] : Rewards[i] + (Discount * TargetOf(i + 1, Choices[i + 1])); // Sarsa:8
            AccumulateGradient(i, target);                               // Sarsa:9
        }

        Backward(steps);
        if (CrossedTargetInterval(agentSteps, steps)) Shared.UpdateTarget(); // Sarsa:12
        return steps;
    }

    /// <inheritdoc/>
    public override void Apply() => ApplyGradient();                     // Sarsa:15

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        writer.Write(_keptChoice);
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        _keptChoice = reader.ReadNumber("kept action", 0, Actor.Actions.Count - 1);
    }

    /// <summary>
    /// The action that was chosen for this observation at the end of the last segment; Q(s, a; θ′) is that of the new θ′.
    /// </summary>
    private int Keep(int row)
    {
        Forward(row);
        return _keptChoice;
    }
}
