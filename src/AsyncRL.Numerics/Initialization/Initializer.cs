using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

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
        if (shape.InitialBound is { } bound)
        {
            FillUniform(bound, generator, destination);
            return;
        }

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

/// <summary>
/// Uniform in ±1/√fan_in, for weights and biases: Torch 7's default, which the paper's authors and its replicas used. Built from exactly
/// rounded operations. Therefore a seed gives the same bits on every system.
/// </summary>
public sealed class FanInUniform() : Initializer("torch", "uniform ±1/√fan_in for weights and biases (Torch 7, the replicas' choice)")
{
    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination) =>
        FillUniform(1 / Math.Sqrt(shape.FanIn), generator, destination);

    /// <inheritdoc/>
    protected override void DrawBias(ParameterShape shape, RandomGenerator generator, Span<float> destination) =>
        DrawWeights(shape, generator, destination);
}

/// <summary>
/// Uniform in ±√(6 / (fan_in + fan_out)), biases 0. It keeps the variance of activations and gradients through linear layers.
/// </summary>
public sealed class GlorotUniform() : Initializer("glorot", "uniform ±√(6/(fan_in+fan_out)), biases 0 (Glorot and Bengio 2010)")
{
    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination) =>
        FillUniform(Math.Sqrt(6.0 / (shape.FanIn + shape.FanOut)), generator, destination);
}

/// <summary>Normal with variance 2 / fan_in, biases 0. It keeps the variance of activations through rectified layers.</summary>
public sealed class HeNormal() : Initializer("he", "normal with variance 2/fan_in, biases 0 (He et al. 2015)")
{
    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination)
    {
        double deviation = Math.Sqrt(2.0 / shape.FanIn);
        foreach (ref float value in destination) value = (float)(deviation * generator.NextNormal());
    }
}

/// <summary>
/// A random matrix [fan_in, outputs] with orthonormal columns, or orthonormal rows if it has fewer rows than columns, scaled by √2 for the
/// rectifier; biases 0. The matrix is the Q of the QR decomposition of a normal matrix, with the signs that make its distribution uniform.
/// </summary>
public sealed class Orthogonal() : Initializer("orthogonal", "orthonormal columns or rows times √2, biases 0 (Saxe et al. 2014)")
{
    private static readonly double Gain = Math.Sqrt(2);

    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination)
    {
        int outputs = shape.Dimensions[^1];
        int inputs = shape.Length / outputs;
        bool tall = inputs >= outputs;
        Matrix<double> normal = Matrix<double>.Build.Dense(Math.Max(inputs, outputs), Math.Min(inputs, outputs));
        for (int i = 0; i < normal.RowCount; i++)
        {
            for (int j = 0; j < normal.ColumnCount; j++) normal[i, j] = generator.NextNormal();
        }

        QR<double> factors = normal.QR(QRMethod.Thin);
        for (int i = 0; i < inputs; i++)
        {
            for (int o = 0; o < outputs; o++)
            {
                (int row, int column) = tall ? (i, o) : (o, i);
                destination[(i * outputs) + o] = (float)(Gain * factors.Q[row, column] * Math.Sign(factors.R[column, column]));
            }
        }
    }
}
