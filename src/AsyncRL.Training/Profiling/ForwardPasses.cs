namespace AsyncRL.Training.Profiling;

/// <summary>Forward passes of a segment, a row at a time.</summary>
/// <param name="Online">Rows that go through the network with θ′, those of a bootstrap among them.</param>
/// <param name="Target">Rows that go through it with θ⁻.</param>
public readonly record struct ForwardPasses(double Online, double Target);
