namespace AsyncRL.Algorithms;

/// <summary>The forward passes of a segment, one row at a time.</summary>
/// <param name="Online">Number of rows that are computed with θ′, including the rows of a bootstrap.</param>
/// <param name="Target">Number of rows that are computed with θ⁻.</param>
public readonly record struct ForwardPasses(double Online, double Target);
