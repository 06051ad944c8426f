using AsyncRL.Environments;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// What a Gaussian policy's number means to the environment: −1 and 1 are the bounds of the action, and a number between lies between
/// them. The policy draws, and its likelihood and gradient are those of the number drawn; the environment is handed the mapped number and
/// clips it. Where a bound is infinite, or the scale is not wanted, the environment is handed the number itself.
/// </summary>
internal sealed class ActionScale
{
    private readonly float _center;
    private readonly float _halfRange = 1;

    /// <summary>Reads the bounds.</summary>
    /// <param name="actions">What the environment takes.</param>
    /// <param name="scaling">One of the words of <see cref="A3CContinuousOptions.ActionScaling"/>.</param>
    internal ActionScale(ActionSpecification actions, string scaling)
    {
        if (scaling != A3CContinuousOptions.ScaledToBounds) return;
        if (!float.IsFinite(actions.Low) || !float.IsFinite(actions.High)) return;

        // Halved before they are added, so that the largest floats do not overflow.
        (_center, _halfRange) = ((actions.Low / 2) + (actions.High / 2), (actions.High / 2) - (actions.Low / 2));
    }

    /// <summary>Maps an action of the policy to one of the environment.</summary>
    /// <param name="drawn">[d].</param>
    /// <param name="action">[d], overwritten.</param>
    internal void Map(ReadOnlySpan<float> drawn, Span<float> action)
    {
        for (int i = 0; i < drawn.Length; i++) action[i] = _center + (_halfRange * drawn[i]);
    }
}
