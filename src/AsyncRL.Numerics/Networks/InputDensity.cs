namespace AsyncRL.Numerics.Networks;

/// <summary>The share of a layer's inputs that are not 0. Only inputs that are 0 can be skipped.</summary>
/// <param name="Row">The share of inputs that are not 0, as the mean over the rows of a segment.</param>
/// <param name="Segment">The share of inputs that are not 0 in at least one row of the segment.</param>
public readonly record struct InputDensity(double Row, double Segment)
{
    /// <summary>No input can be skipped.</summary>
    public static InputDensity Full => new(1, 1);
}
