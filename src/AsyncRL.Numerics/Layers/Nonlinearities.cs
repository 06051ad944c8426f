using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The rectifier: y = max(0, x), element by element. Backward: dx = dy if y &gt; 0, else 0. At x = 0 the derivative is defined as 0.
/// </summary>
/// <remarks>A NaN passes through, so that it is noticed.</remarks>
public sealed class Relu : Layer, ISampledLayer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of input and output.</param>
    public Relu(Shape input)
        : base("relu", input, input)
    {
    }

    /// <inheritdoc/>
    internal override bool PassesRowByRow => true;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new Relu(new Shape(1 + generator.NextInteger(5), 1 + generator.NextInteger(5), 1 + generator.NextInteger(5)));
    }

    /// <summary>Hashes which inputs are positive.</summary>
    /// <param name="input">Any number of rows of inputs.</param>
    /// <returns>The hash.</returns>
    public override ulong KinkPattern(ReadOnlySpan<double> input)
    {
        ulong hash = 14695981039346656037;
        foreach (double x in input) hash = (hash ^ (x > 0 ? 1ul : 0ul)) * 1099511628211;
        return hash;
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass) =>
        Elementwise.PositivePart<TVector, T>(pass.Input, pass.Output);

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (!pass.InputGradient.IsEmpty)
            Elementwise.KeepWherePositive<TVector, T>(pass.Output, pass.OutputGradient, pass.InputGradient);
    }
}

/// <summary>
/// The logistic sigmoid: y = 1 / (1 + e⁻ˣ), element by element. Backward: dx = dy · y (1 − y). The networks of the early 1990s have it.
/// </summary>
public sealed class Sigmoid : Layer, ISampledLayer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of input and output.</param>
    public Sigmoid(Shape input)
        : base("sigmoid", input, input)
    {
    }

    /// <inheritdoc/>
    internal override bool PassesRowByRow => true;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new Sigmoid(new Shape(1 + generator.NextInteger(5), 1 + generator.NextInteger(5), 1 + generator.NextInteger(5)));
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass) =>
        Elementwise.Map<LogisticSigmoid, TVector, T>(pass.Input, pass.Output);

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (!pass.InputGradient.IsEmpty)
            Elementwise.MultiplyBySlope<TVector, T>(pass.Output, pass.OutputGradient, pass.InputGradient);
    }
}
