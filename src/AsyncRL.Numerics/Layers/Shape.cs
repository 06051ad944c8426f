using System.Collections.Immutable;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The shape of one row of activations: an image [height, width, channels] with the channel as the fastest index. A vector is 1 × 1 × n.
/// </summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Channels">Numbers per pixel.</param>
public readonly record struct Shape(int Height, int Width, int Channels)
{
    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">There are more than an array can hold.</exception>
    public int Size => checked(Height * Width * Channels);

    /// <summary>The shape of a vector.</summary>
    /// <param name="size">Its length.</param>
    /// <returns>1 × 1 × size.</returns>
    public static Shape Vector(int size) => new(1, 1, size);

    /// <summary>The shape as text: "84×84×4", or "256" for a vector.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Height == 1 && Width == 1 ? $"{Channels}" : $"{Height}×{Width}×{Channels}";
}

/// <summary>What a parameter is for, which decides how it starts.</summary>
public enum ParameterRole
{
    /// <summary>Factors of the inputs; drawn by the initializer.</summary>
    Weights,

    /// <summary>Added to sums of weighted inputs; drawn by the initializer, or 0.</summary>
    Bias,

    /// <summary>Factors of numbers that are already of the size that they should have; 1 with every initializer.</summary>
    Gain,

    /// <summary>Added to such numbers; 0 with every initializer.</summary>
    Shift,
}

/// <summary>The shape of one tensor of parameters of a layer, before it has a position in a layout.</summary>
/// <param name="Name">Its name within the layer, for example "weights".</param>
/// <param name="Role">Its role.</param>
/// <param name="Dimensions">Its dimensions in the order of storage, the last fastest.</param>
/// <param name="FanIn">Number of inputs that contribute to each output.</param>
/// <param name="FanOut">Number of outputs to which each input contributes.</param>
public sealed record ParameterShape(string Name, ParameterRole Role, ImmutableArray<int> Dimensions, int FanIn, int FanOut)
{
    /// <summary>Number of elements of the tensor.</summary>
    public int Length { get; } = Product(Dimensions);

    /// <summary>
    /// At the start the numbers are uniform from −bound to bound with every initializer; null for what the initializer draws.
    /// </summary>
    public double? InitialBound { get; init; }

    private static int Product(ImmutableArray<int> dimensions)
    {
        int product = 1;
        foreach (int dimension in dimensions) product = checked(product * dimension);
        return product;
    }
}

/// <summary>The padding between the parameters of a block: each begins at a multiple of 16 numbers, a cache line of floats.</summary>
public static class ParameterPadding
{
    internal const int Granularity = 16;

    /// <summary>The smallest multiple of 16 that is not below a length.</summary>
    /// <param name="length">A length of at least 0.</param>
    /// <returns>The rounded length.</returns>
    public static int RoundUp(int length) => checked(length + Granularity - 1) / Granularity * Granularity;
}
