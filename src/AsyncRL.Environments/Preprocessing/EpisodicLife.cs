using AsyncRL.Core.State;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Makes a lost life a terminal state, so that a learning agent sees its cost: no more reward is possible in that life (Mnih et al., 2015,
/// "Training details"). It is only for training, and returns are then returns of lives, not of games.
/// </summary>
/// <remarks>
/// A reset after a lost life continues the same game with one frame in which nothing is done. Every other reset restarts the game: after
/// the end of the game, and also in the middle of a life, for example after a time limit.
/// </remarks>
/// <param name="inner">The environment; the wrapper owns it from now on.</param>
public sealed class EpisodicLife(IFrameEnvironment inner) : FrameWrapper(inner)
{
    private int _lives;
    private bool _lifeWasLost;

    /// <inheritdoc/>
    public override bool IsOver => _lifeWasLost || Inner.IsOver;

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        bool goesOn = _lifeWasLost && !Inner.Step(NoOp, observation).IsEnd;
        if (!goesOn) Inner.Reset(observation);
        (_lives, _lifeWasLost) = (Inner.Lives, false);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ThrowIfLifeWasLost();
        return Judge(Inner.Step(action, observation));
    }

    /// <inheritdoc/>
    public override StepOutcome StepWithoutRendering(AgentAction action)
    {
        ThrowIfLifeWasLost();
        return Judge(Inner.StepWithoutRendering(action));
    }

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        state.Count(ref _lives, "number of lives");
        state.Truth(ref _lifeWasLost, "loss of a life");
        Inner.Transfer(state);
    }

    private void ThrowIfLifeWasLost()
    {
        if (_lifeWasLost) throw new InvalidOperationException("A lost life has ended the episode; call Reset first.");
    }

    private StepOutcome Judge(StepOutcome outcome)
    {
        _lifeWasLost = Inner.Lives < _lives && !outcome.IsEnd;
        _lives = Inner.Lives;
        return _lifeWasLost ? outcome with { Terminated = true } : outcome;
    }
}
