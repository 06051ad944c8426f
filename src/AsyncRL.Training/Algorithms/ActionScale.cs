using AsyncRL.Environments;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// What a Gaussian policy's number means to the environment: −1 and 1 are the bounds of the action, and a number between lies between
/// them. The policy draws, and its likelihood and gradient are those of the number drawn; the environment is handed the mapped number and
/// clips it. Where a bound is infinite, or the scale is not wanted, the environment is handed the number itself.
/// </summary>
internal sealed class ActionScale
{
    private readonly float[] _centers;
    private readonly float[] _halfRanges;

    /// <summary>Reads the bounds.</summary>
    /// <param name="actions">What the environment takes.</param>
    /// <param name="scaling">One of the words of <see cref="A3CContinuousOptions.ActionScaling"/>.</param>
    internal ActionScale(ActionSpecification actions, string scaling)
    {
        _centers = new float[actions.Count];
        _halfRanges = new float[actions.Count];
        Array.Fill(_halfRanges, 1);
        if (scaling != A3CContinuousOptions.ScaledToBounds) return;
        for (int i = 0; i < actions.Count; i++)
        {
            (float low, float high) = (actions.Low[i], actions.High[i]);
            if (!float.IsFinite(low) || !float.IsFinite(high)) continue;

            // Halved before they are added, so that the largest floats do not overflow.
            (_centers[i], _halfRanges[i]) = ((low / 2) + (high / 2), (high / 2) - (low / 2));
        }
    }

    /// <summary>Maps an action of the policy to one of the environment.</summary>
    /// <param name="drawn">[d].</param>
    /// <param name="action">[d], overwritten.</param>
    internal void Map(ReadOnlySpan<float> drawn, Span<float> action)
    {
        for (int i = 0; i < drawn.Length; i++) action[i] = _centers[i] + (_halfRanges[i] * drawn[i]);
    }
}
