namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>The numbers that FsCheck draws. All other data follows from the seed.</summary>
/// <param name="Seed">The seed of the generator that draws shapes and numbers.</param>
/// <param name="Rows">Rows of the segment, 1 to 20.</param>
public sealed record Draw(ulong Seed, int Rows)
{
    /// <summary>Number of sequences: 1, 2 or 3, if as many rows were drawn.</summary>
    internal int Sequences => Math.Min(Rows, 1 + (int)(Seed % 3));

    /// <summary>Time steps of each sequence.</summary>
    internal int Steps => Rows / Sequences;
}
