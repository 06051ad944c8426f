using System.Collections.Immutable;

namespace AsyncRL.Numerics.Layers;

/// <summary>What a parameter is for; initialisers treat the two differently.</summary>
public enum ParameterRole
{
    /// <summary>Factors of the inputs.</summary>
    Weights,

    /// <summary>Added to the outputs.</summary>
    Bias,
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
