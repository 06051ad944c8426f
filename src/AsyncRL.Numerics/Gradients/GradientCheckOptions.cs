namespace AsyncRL.Numerics.Gradients;

/// <summary>How a gradient is checked.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>
    /// Half the distance between the two points of a central difference. If it is smaller, rounding in the loss (about 1e-15 of the loss)
    /// divided by the step exceeds the tolerance. If it is larger, rectifiers switch between the points (with 20 rows of the paper's
    /// network and 1e-5, this happens in one draw in six).
    /// </summary>
    public double Step { get; init; } = 3e-6;

    /// <summary>
    /// Whether the quotients n of the step and of twice the step are extrapolated to (4 n(h) − n(2h)) / 3 (Richardson). The error of the
    /// extrapolation falls with the fourth power of the step. Therefore a step may be so wide that rounding in the loss does not matter.
    /// </summary>
    public bool Extrapolates { get; init; }

    /// <summary>The error allowed, relative to the larger of the two derivatives.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>
    /// A derivative below this times max(1, |loss|) is compared as if it were that large. Below it, rounding in the loss dominates.
    /// </summary>
    public double Floor { get; init; } = 1e-3;

    /// <summary>Variables checked per group, drawn at random. If a group has no more variables than this, all are checked.</summary>
    public int VariablesPerGroup { get; init; } = int.MaxValue;

    /// <summary>Derivatives checked along random directions through all variables at once.</summary>
    public int Directions { get; init; } = 3;

    /// <summary>
    /// The share of draws, below 1, that may be repeated because a kink was between the two points. A larger share is a failure.
    /// </summary>
    public double LargestRedrawnShare { get; init; } = 0.2;
}
