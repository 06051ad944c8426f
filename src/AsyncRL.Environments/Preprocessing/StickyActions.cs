using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Replaces, with a probability in each frame, the new action by the action of the previous frame (Machado et al., "Revisiting the Arcade
/// Learning Environment", 2018, section 5). A memorized sequence of actions then does not play well.
/// </summary>
/// <remarks>At the start of an episode the previous action is the no-op. The publication recommends a probability of 0.25.</remarks>
public sealed class StickyActions : FrameWrapper
{
    private readonly double _probability;
    private readonly RandomGenerator _generator;
    private int _executed;
    private bool _isOver = true;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">An environment that takes choices; the wrapper owns it from now on.</param>
    /// <param name="probability">The probability of a repeated action, from 0 to 1.</param>
    /// <param name="generator">Draws once per frame whether the action is repeated; the wrapper owns it from now on.</param>
    /// <exception cref="ArgumentException">The environment takes vectors.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is out of range.</exception>
    public StickyActions(IFrameEnvironment inner, double probability, RandomGenerator generator)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (inner.Actions.Kind != ActionKind.Discrete) throw new ArgumentException("Only choices can be sticky.", nameof(inner));
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Expected 0 to 1.");
        (_probability, _generator) = (probability, generator);
    }

    /// <inheritdoc/>
    public override bool IsOver => _isOver || Inner.IsOver;

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        Inner.Reset(observation);
        (_executed, _isOver) = (NoOp, false);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return Judge(Inner.Step(Execute(action), observation));
    }

    /// <inheritdoc/>
    public override StepOutcome StepWithoutRendering(AgentAction action) => Judge(Inner.StepWithoutRendering(Execute(action)));

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        state.Number(ref _executed, "last action", 0, Actions.Count - 1);
        state.Truth(ref _isOver, "end of the episode");
        state.Generator(_generator);
        Inner.Transfer(state);
    }

    /// <summary>Checks the action before a random number is drawn, so that a refused action draws none.</summary>
    private int Execute(AgentAction action)
    {
        Actions.Check(action);
        EnvironmentState.RefuseStepIf(_isOver);
        if (_generator.NextDouble() >= _probability) _executed = action.Choice;
        return _executed;
    }

    private StepOutcome Judge(StepOutcome outcome)
    {
        _isOver = outcome.IsEnd;
        return outcome;
    }
}
