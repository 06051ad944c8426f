using AsyncRL.Core.State;

namespace AsyncRL.Environments.Normalization;

/// <summary>
/// Divides rewards by the standard deviation of the discounted returns that all actor-learners have seen so far, and clips the result to
/// [−10, 10]. <see cref="StepOutcome.RawReward"/> keeps the task's own reward.
/// </summary>
/// <remarks>
/// The method is that of VecNormalize in Stable-Baselines3: R ← γR + r along each episode, from 0, with moments over all R. No mean is
/// subtracted, because that would change which episodes are worth prolonging. The deviation is read from <see cref="SharedMoments"/> only
/// at a reset. It is 1 until <see cref="FewestSeen"/> rewards have been seen.
/// </remarks>
public sealed class NormalizedRewards : Wrapper
{
    /// <summary>The number of rewards that must be seen before their moments are used.</summary>
    public const int FewestSeen = NormalizedObservations.FewestSeen;

    private readonly SharedMoments _moments;
    private readonly int _slot;
    private readonly double _discount;
    private readonly bool _learns;
    private readonly RunningMoments _collected = new(1);
    private double _scale;
    private double _discountedReturn;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment that gives the rewards; the wrapper owns it from now on.</param>
    /// <param name="moments">Moments of discounted returns, with one component, shared by all actor-learners.</param>
    /// <param name="slot">The slot of this environment's thread.</param>
    /// <param name="discount">γ, from 0 to 1.</param>
    /// <param name="learns">Whether rewards are added to the moments; false for an evaluation, which does not change the slot.</param>
    /// <exception cref="ArgumentException">The moments have more than one component.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot, or the discount is out of range.</exception>
    public NormalizedRewards(IEnvironment inner, SharedMoments moments, int slot, double discount, bool learns)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(moments);
        RunningMoments.CheckLength(moments.Size, _collected.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)moments.Writers, nameof(slot));
        if (discount is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(discount), discount, "Expected 0 to 1.");
        (_moments, _slot, _discount, _learns) = (moments, slot, discount, learns);
    }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        Inner.Reset(observation);
        _discountedReturn = 0;
        _moments.Collect(_collected);
        bool isKnown = _collected.Count >= FewestSeen;
        _scale = isKnown ? 1 / Math.Sqrt(_collected.VarianceOf(0) + NormalizedObservations.SmallestVariance) : 1;
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        StepOutcome outcome = Inner.Step(action, observation);
        if (_learns) Count(outcome.Reward);
        const float limit = NormalizedObservations.Limit;
        return outcome with { Reward = Math.Clamp((float)(outcome.Reward * _scale), -limit, limit) };
    }

    /// <inheritdoc/>
    /// <remarks>Only this environment's slot of the shared moments is saved, and only if the environment learns.</remarks>
    public override void Transfer(StateTransfer state)
    {
        state.Real(ref _scale, "scale of rewards", 0);
        state.Real(ref _discountedReturn, "discounted return");
        if (_learns) _moments.TransferSlot(_slot, state);
        Inner.Transfer(state);
    }

    private void Count(float reward)
    {
        _discountedReturn = (_discount * _discountedReturn) + reward;
        float discountedReturn = (float)_discountedReturn;
        _moments.Add(_slot, new ReadOnlySpan<float>(in discountedReturn));
    }
}
