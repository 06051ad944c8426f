namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>The numbers that FsCheck draws. All other data follows from the seed.</summary>
/// <param name="Seed">The seed of the generator that draws shapes and numbers.</param>
/// <param name="Rows">Rows of the segment, 1 to 20.</param>
public sealed record Draw(ulong Seed, int Rows);
