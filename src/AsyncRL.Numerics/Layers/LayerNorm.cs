using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// Layer normalization (Ba, Kiros and Hinton 2016): over the n numbers of a row, with their mean μ and variance σ²,
/// <code>
/// x̂ = (x − μ) / √(σ² + ε)        y = γ ∘ x̂ + β
/// </code>
/// γ starts at 1 and β at 0, whatever the initializer. An image is taken as the vector in which it is stored.
/// </summary>
/// <remarks>
/// Backward, summed over the segment's steps t: dγ += Σₜ dy ∘ x̂; dβ += Σₜ dy; and, with g = γ ∘ dy,
/// dx = (g − mean(g) − x̂ · mean(g ∘ x̂)) / √(σ² + ε). See docs/numerics/layer-norm.md.
/// </remarks>
public sealed class LayerNorm : Layer, ISampledLayer
{
    /// <summary>ε where none is given.</summary>
    public const double DefaultEpsilon = 1e-5;

    private const int Gain = 0;
    private const int Shift = 1;

    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of input and output.</param>
    /// <param name="epsilon">ε, above 0: what keeps a row of equal numbers finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is not above 0.</exception>
    public LayerNorm(Shape input, double epsilon = DefaultEpsilon)
        : base(
            "layer-norm",
            input,
            input,
            new ParameterShape("gain", ParameterRole.Gain, [input.Size], 1, 1),
            new ParameterShape("shift", ParameterRole.Shift, [input.Size], 1, 1))
    {
        if (!(epsilon > 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"layer-norm: epsilon is {epsilon}; expected more than 0.");
        Epsilon = epsilon;
    }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>x̂, and 1 / √(σ² + ε).</summary>
    public override int RecordLength => Input.Size + 1;

    /// <summary>A multiply-add for each number of the variance, and one for each output.</summary>
    public override long MultiplyAddsPerRow => 2L * Input.Size;

    /// <summary>Draws ε too, from 0.01 to 0.11, so that rows of nearly equal numbers are no harder to differentiate than others.</summary>
    /// <param name="generator">The source of chance.</param>
    /// <returns>A layer.</returns>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new LayerNorm(Shape.Vector(1 + generator.NextInteger(40)), 0.01 + (0.1 * generator.NextDouble()));
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        ReadOnlySpan<T> gain = Slice(pass.Parameters, Gain), shift = Slice(pass.Parameters, Shift);
        for (int t = 0; t < pass.Rows; t++)
        {
            Span<T> record = pass.Record.Slice(t * RecordLength, RecordLength);
            record[^1] = LayerNormKernel.Forward<TVector, T>(
                pass.Input.Slice(t * Input.Size, Input.Size),
                gain,
                shift,
                T.CreateTruncating(Epsilon),
                record[..^1],
                pass.Output.Slice(t * Input.Size, Input.Size));
        }
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        bool isLearned = !pass.ParameterGradient.IsEmpty;
        if (isLearned) Reductions.AddColumnSums<TVector, T>(pass.Rows, pass.OutputGradient, Slice(pass.ParameterGradient, Shift));
        for (int t = 0; t < pass.Rows; t++)
        {
            ReadOnlySpan<T> outputGradient = pass.OutputGradient.Slice(t * Input.Size, Input.Size);
            ReadOnlySpan<T> record = pass.Record.Slice(t * RecordLength, RecordLength);
            if (isLearned)
                LayerNormKernel.AddGainGradient<TVector, T>(outputGradient, record[..^1], Slice(pass.ParameterGradient, Gain));
            if (pass.InputGradient.IsEmpty) continue;
            LayerNormKernel.ComputeInputGradient<TVector, T>(
                outputGradient,
                Slice(pass.Parameters, Gain),
                record[..^1],
                record[^1],
                pass.InputGradient.Slice(t * Input.Size, Input.Size));
        }
    }
}
