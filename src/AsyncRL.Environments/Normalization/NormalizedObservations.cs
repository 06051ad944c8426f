using AsyncRL.Core.State;

namespace AsyncRL.Environments.Normalization;

/// <summary>
/// Subtracts from each component of a vector its mean and divides by its standard deviation, both as seen so far by all actor-learners. The
/// result is clipped to [−10, 10].
/// </summary>
/// <remarks>
/// The moments are read from <see cref="SharedMoments"/> only at a reset, so one normalization holds for a whole episode. Until
/// <see cref="FewestSeen"/> vectors have been seen, observations are only clipped. The deviation of a few successive observations is a poor
/// estimate, and most later observations would be at the clip.
/// </remarks>
public sealed class NormalizedObservations : Wrapper
{
    /// <summary>The number of vectors that must be seen before their moments are used.</summary>
    public const int FewestSeen = 100;

    /// <summary>The largest absolute value of a normalized number.</summary>
    public const float Limit = 10;

    /// <summary>Added to a variance, so that a component that never changes is not divided by 0.</summary>
    internal const double SmallestVariance = 1e-8;

    private readonly SharedMoments _moments;
    private readonly int _slot;
    private readonly bool _learns;
    private readonly RunningMoments _collected;
    private readonly Observation _raw;
    private readonly double[] _means;
    private readonly double[] _scales;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">An environment that shows vectors; the wrapper owns it from now on.</param>
    /// <param name="moments">Moments of the inner environment's observations, shared by all actor-learners.</param>
    /// <param name="slot">The slot of this environment's thread.</param>
    /// <param name="learns">Whether observations are added to the moments; false for an evaluation, which does not change the slot.</param>
    /// <exception cref="ArgumentException">The environment shows images, or the moments are of vectors of another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public NormalizedObservations(IEnvironment inner, SharedMoments moments, int slot, bool learns)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (Inner.Observation.Kind != ObservationKind.Vector)
            throw new ArgumentException($"Only vectors can be normalized: {Inner.Observation}.", nameof(inner));
        RunningMoments.CheckLength(moments.Size, Inner.Observation.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)moments.Writers, nameof(slot));
        (_moments, _slot, _learns) = (moments, slot, learns);
        _collected = new RunningMoments(moments.Size);
        _raw = new Observation(Inner.Observation);
        _means = new double[moments.Size];
        _scales = new double[moments.Size];
    }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Refresh();
        Inner.Reset(_raw);
        Show(observation.Values);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = Inner.Step(action, _raw);
        Show(observation.Values);
        return outcome;
    }

    /// <inheritdoc/>
    /// <remarks>Only this environment's slot of the shared moments is saved, and only if the environment learns.</remarks>
    public override void Transfer(StateTransfer state)
    {
        state.Reals(_means, "mean of an observation");
        state.Reals(_scales, "scale of an observation", 0);
        if (_learns) _moments.TransferSlot(_slot, state);
        Inner.Transfer(state);
    }

    /// <summary>Normalizes a vector by the moments of the running episode, and changes nothing.</summary>
    /// <param name="raw">[<see cref="Wrapper.Observation"/>]: what the inner environment shows.</param>
    /// <param name="values">[<see cref="Wrapper.Observation"/>]: receives the result.</param>
    internal void Normalize(ReadOnlySpan<float> raw, Span<float> values) => Normalize(raw, _means, _scales, values);

    /// <summary>Normalizes a vector by given numbers.</summary>
    /// <param name="raw">The vector.</param>
    /// <param name="means">[raw]: what is subtracted.</param>
    /// <param name="scales">[raw]: by what the difference is multiplied.</param>
    /// <param name="values">[raw], overwritten.</param>
    public static void Normalize(ReadOnlySpan<float> raw, ReadOnlySpan<double> means, ReadOnlySpan<double> scales, Span<float> values)
    {
        for (int component = 0; component < raw.Length; component++)
            values[component] = Math.Clamp((float)((raw[component] - means[component]) * scales[component]), -Limit, Limit);
    }

    /// <summary>Reads what is subtracted from each component, and what the difference is multiplied by, before it is clipped.</summary>
    /// <param name="moments">The moments.</param>
    /// <param name="means">[components], overwritten.</param>
    /// <param name="scales">[components], overwritten.</param>
    public static void ReadScales(SharedMoments moments, Span<double> means, Span<double> scales)
    {
        ArgumentNullException.ThrowIfNull(moments);
        RunningMoments.CheckLength(means.Length, moments.Size);
        RunningMoments.CheckLength(scales.Length, moments.Size);
        ReadScales(moments, new RunningMoments(moments.Size), means, scales);
    }

    private static void ReadScales(SharedMoments moments, RunningMoments collected, Span<double> means, Span<double> scales)
    {
        moments.Collect(collected);
        bool isKnown = collected.Count >= FewestSeen;
        for (int component = 0; component < means.Length; component++)
        {
            means[component] = isKnown ? collected.MeanOf(component) : 0;
            scales[component] = isKnown ? 1 / Math.Sqrt(collected.VarianceOf(component) + SmallestVariance) : 1;
        }
    }

    private void Refresh() => ReadScales(_moments, _collected, _means, _scales);

    private void Show(Span<float> values)
    {
        ReadOnlySpan<float> raw = _raw.Values;
        if (_learns) _moments.Add(_slot, raw);
        Normalize(raw, values);
    }
}
