namespace AsyncRL.Numerics.Networks;

/// <summary>How much of a layer's inputs is not 0, and so cannot be left out.</summary>
/// <param name="Row">The share of inputs that are not 0, mean over the rows of a segment.</param>
/// <param name="Segment">The share of inputs that are not 0 in at least one row of it.</param>
public readonly record struct InputDensity(double Row, double Segment)
{
    /// <summary>Nothing can be left out.</summary>
    public static InputDensity Full => new(1, 1);
}
