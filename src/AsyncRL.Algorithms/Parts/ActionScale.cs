using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// Maps a number of a Gaussian policy to one of the environment: −1 and 1 become the bounds of the action. The likelihood and the gradient
/// are those of the number drawn; the environment receives the mapped number and clips it. If a bound is infinite, or no scaling is wanted,
/// the environment receives the number itself.
/// </summary>
internal sealed class ActionScale
{
    private readonly float[] _centers;
    private readonly float[] _halfRanges;

    /// <summary>Reads the bounds.</summary>
    /// <param name="actions">What the environment takes.</param>
    /// <param name="scalesToBounds">Whether the policy's −1 and 1 are the bounds; otherwise its numbers are the environment's.</param>
    internal ActionScale(ActionSpecification actions, bool scalesToBounds)
    {
        _centers = new float[actions.Count];
        _halfRanges = new float[actions.Count];
        Array.Fill(_halfRanges, 1);
        if (!scalesToBounds) return;
        for (int i = 0; i < actions.Count; i++)
        {
            (float low, float high) = (actions.Low[i], actions.High[i]);
            if (!float.IsFinite(low) || !float.IsFinite(high)) continue;

            // Halved before they are added, so that the largest floats do not overflow.
            (_centers[i], _halfRanges[i]) = ((low / 2) + (high / 2), (high / 2) - (low / 2));
        }
    }

    /// <summary>[d]: the environment's number for 0.</summary>
    internal ReadOnlySpan<float> Centers => _centers;

    /// <summary>[d]: by how much the environment's number grows when that of the policy grows by 1.</summary>
    internal ReadOnlySpan<float> HalfRanges => _halfRanges;

    /// <summary>Maps an action of the policy to one of the environment.</summary>
    /// <param name="drawn">[d].</param>
    /// <param name="action">[d], overwritten.</param>
    internal void Map(ReadOnlySpan<float> drawn, Span<float> action)
    {
        for (int i = 0; i < drawn.Length; i++) action[i] = _centers[i] + (_halfRanges[i] * drawn[i]);
    }
}
