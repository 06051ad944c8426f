using System.Collections.Immutable;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Initialization;

/// <summary>How parameters are drawn before training.</summary>
/// <param name="name">Its name on the command line.</param>
/// <param name="source">The distribution that it draws from, and its publication.</param>
public abstract class Initializer(string name, string source)
{
    /// <summary>All initialisers, with the default first.</summary>
    public static ImmutableArray<Initializer> All { get; } =
        [new FanInUniform(), new GlorotUniform(), new HeNormal(), new Orthogonal()];

    /// <summary>Its name on the command line.</summary>
    public string Name { get; } = name;

    /// <summary>The distribution that it draws from, and its publication.</summary>
    public string Source { get; } = source;

    /// <summary>Draws every parameter of a network, in the order of storage. The padding is not changed.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="generator">The random number generator.</param>
    /// <param name="parameters">A block of that layout.</param>
    public void Initialize(ParameterLayout layout, RandomGenerator generator, Span<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Check.Length("initialiser", "parameters", parameters.Length, layout.BlockLength);
        foreach (ParameterSlice slice in layout.Slices) Fill(slice.Shape, generator, slice.Of(parameters));
    }

    /// <summary>Draws one tensor.</summary>
    /// <param name="shape">Shape, role and fan-in of the tensor.</param>
    /// <param name="generator">The random number generator.</param>
    /// <param name="destination">The numbers of the tensor, overwritten.</param>
    public abstract void Fill(ParameterShape shape, RandomGenerator generator, Span<float> destination);

    /// <summary>Draws from −bound to bound. Rounding to float may give either bound itself.</summary>
    private protected static void FillUniform(double bound, RandomGenerator generator, Span<float> destination)
    {
        foreach (ref float value in destination) value = (float)(bound * ((2 * generator.NextDouble()) - 1));
    }
}
