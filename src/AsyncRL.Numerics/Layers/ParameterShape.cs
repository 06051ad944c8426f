using System.Collections.Immutable;

namespace AsyncRL.Numerics.Layers;

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
