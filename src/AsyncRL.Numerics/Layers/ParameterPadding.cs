namespace AsyncRL.Numerics.Layers;

/// <summary>The padding between the parameters of a block: each begins at a multiple of 16 numbers, a cache line of floats.</summary>
public static class ParameterPadding
{
    internal const int Granularity = 16;

    /// <summary>The smallest multiple of 16 that is not below a length.</summary>
    /// <param name="length">A length of at least 0.</param>
    /// <returns>The rounded length.</returns>
    public static int RoundUp(int length) => checked(length + Granularity - 1) / Granularity * Granularity;
}
