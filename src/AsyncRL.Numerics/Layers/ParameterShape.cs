using System.Collections.Immutable;

namespace AsyncRL.Numerics.Layers;

/// <summary>What a parameter is for, which decides how it starts.</summary>
public enum ParameterRole
{
    /// <summary>Factors of the inputs; drawn by the initialiser.</summary>
    Weights,

    /// <summary>Added to sums of weighted inputs; drawn by the initialiser, or 0.</summary>
    Bias,

    /// <summary>Factors of numbers that are already of the size that they should have; 1 with every initialiser.</summary>
    Gain,

    /// <summary>Added to such numbers; 0 with every initialiser.</summary>
    Shift,
}

/// <summary>One tensor of parameters of a layer, before it has a place in a layout.</summary>
/// <param name="Name">Its name within the layer, "weights" say.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Dimensions">Its dimensions in the order of storage, the last fastest.</param>
/// <param name="FanIn">Inputs that each output is a sum over.</param>
/// <param name="FanOut">Outputs that each input reaches.</param>
public sealed record ParameterShape(string Name, ParameterRole Role, ImmutableArray<int> Dimensions, int FanIn, int FanOut)
{
    /// <summary>Numbers in the tensor.</summary>
    public int Length { get; } = Product(Dimensions);

    private static int Product(ImmutableArray<int> dimensions)
    {
        int product = 1;
        foreach (int dimension in dimensions) product = checked(product * dimension);
        return product;
    }
}
