using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Numerics.Initialization;

/// <summary>How parameters are drawn before training.</summary>
/// <param name="name">Its name on the command line.</param>
/// <param name="source">The distribution that it draws from, and its publication.</param>
public abstract class Initializer(string name, string source)
{
    /// <summary>All initializers, with the default first.</summary>
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
        Check.Length("initializer", "parameters", parameters.Length, layout.BlockLength);
        foreach (ParameterSlice slice in layout.Slices) Fill(slice.Shape, generator, slice.Of(parameters));
    }

    /// <summary>Draws one tensor; a gain is set to 1 and a shift to 0.</summary>
    /// <param name="shape">Its shape, role and fan-in.</param>
    /// <param name="generator">The source of chance.</param>
    /// <param name="destination">Its numbers, overwritten.</param>
    public void Fill(ParameterShape shape, RandomGenerator generator, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(generator);
        switch (shape.Role)
        {
            case ParameterRole.Gain: destination.Fill(1); break;
            case ParameterRole.Shift: destination.Clear(); break;
            case ParameterRole.Bias: DrawBias(shape, generator, destination); break;
            default: DrawWeights(shape, generator, destination); break;
        }
    }

    /// <summary>Draws a tensor of weights.</summary>
    /// <param name="shape">Its shape and fan-in.</param>
    /// <param name="generator">The source of chance.</param>
    /// <param name="destination">Its numbers, overwritten.</param>
    protected abstract void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination);

    /// <summary>Draws a bias; 0 unless overridden.</summary>
    /// <param name="shape">Its shape and fan-in.</param>
    /// <param name="generator">The source of chance.</param>
    /// <param name="destination">Its numbers, overwritten.</param>
    protected virtual void DrawBias(ParameterShape shape, RandomGenerator generator, Span<float> destination) => destination.Clear();

    /// <summary>Draws from −bound to bound. Rounding to float may give either bound itself.</summary>
    private protected static void FillUniform(double bound, RandomGenerator generator, Span<float> destination)
    {
        foreach (ref float value in destination) value = (float)(bound * ((2 * generator.NextDouble()) - 1));
    }
}
