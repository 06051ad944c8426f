using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>A fully connected layer: y[o] = b[o] + Σᵢ x[i] · W[i, o].</summary>
/// <remarks>
/// Backward, summed over the segment's steps t: dW[i, o] += Σₜ x[t, i] · dy[t, o]; db[o] += Σₜ dy[t, o]; dx[t, i] = Σₒ dy[t, o] · W[i, o].
/// W is stored [input, output], with the output as the fastest index. An image is used as the vector in which it is stored.
/// </remarks>
public sealed class Dense : Layer, ISampledLayer
{
    private const int Weights = 0;
    private const int Bias = 1;

    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of the input; only its size matters.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="initialBound">The largest size of its parameters at the start; null for what the initializer draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no inputs or no outputs.</exception>
    public Dense(Shape input, int outputs, double? initialBound = null)
        : this(input, Shape.Vector(outputs), initialBound)
    {
    }

    /// <summary>Describes a layer whose outputs are an image.</summary>
    /// <param name="input">Shape of the input; only its size matters.</param>
    /// <param name="output">Shape of the output.</param>
    /// <param name="initialBound">The largest size of its parameters at the start; null for what the initializer draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no inputs or no outputs.</exception>
    public Dense(Shape input, Shape output, double? initialBound = null)
        : base(
            "dense",
            input,
            output,
            new ParameterShape(
                "weights",
                ParameterRole.Weights,
                [Check.Positive("dense", "inputs", input.Size), Check.Positive("dense", "outputs", output.Size)],
                input.Size,
                output.Size)
            {
                InitialBound = initialBound,
            },
            new ParameterShape("bias", ParameterRole.Bias, [output.Size], input.Size, output.Size) { InitialBound = initialBound })
    {
    }

    /// <inheritdoc/>
    public override long MultiplyAddsPerRow => (long)Input.Size * Output.Size;

    /// <inheritdoc/>
    public override ImmutableArray<WeightFactors> Factors { get; } = [new(Weights, FactorPlace.Input, FactorPlace.OutputGradient)];

    /// <summary>True unless the layer has few outputs.</summary>
    public override bool SkipsZeroInputs => !IsNarrow;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new Dense(Shape.Vector(1 + generator.NextInteger(40)), 1 + generator.NextInteger(40));
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        ReadOnlySpan<T> weights = Slice(pass.Parameters, Weights);
        ReadOnlySpan<T> bias = Slice(pass.Parameters, Bias);
        if (IsNarrow)
        {
            // The bias follows the weights in the block, and is padded to the length of a vector.
            NarrowDenseKernel.Forward<TVector, T>(
                pass.Rows, pass.Input, pass.Parameters[ParameterOffset(Weights)..], bias, pass.Output);
        }
        else if (pass.Rows == 1)
        {
            DenseKernel.Forward<TVector, T>(pass.Input, weights, bias, pass.Output);
        }
        else
        {
            new DenseBatch<T>
            {
                Input = DenseBatch<T>.Rows(pass.Input, pass.Rows, Input.Size, Input.Size),
                Weights = weights,
                Bias = bias,
                Output = DenseBatch<T>.Rows(pass.Output, pass.Rows, Output.Size, Output.Size),
            }.Forward<TVector>();
        }
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (!pass.ParameterGradient.IsEmpty)
            Reductions.AddColumnSums<TVector, T>(pass.Rows, pass.OutputGradient, Slice(pass.ParameterGradient, Bias));
        if (IsNarrow)
        {
            ComputeNarrowBackward<TVector, T>(in pass);
            return;
        }

        // Both gradients read the inputs, and those of some rows stay in the second-level cache. But the rows of a gradient that could be
        // kept as factors (Layer.FactorsPay) are not divided: both kinds of gradient must have the same bits.
        int most = 2 * pass.Rows > Output.Size ? SparseDense.RowsAtOnce : pass.Rows;
        for (int first = 0, rows; first < pass.Rows; first += rows)
        {
            rows = Math.Min(most, pass.Rows - first);
            ComputeBackward<TVector, T>(in pass, first, rows);
        }
    }

    private void ComputeNarrowBackward<TVector, T>(in BackwardPass<T> pass)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!pass.KeepsFactors && !pass.ParameterGradient.IsEmpty)
        {
            NarrowDenseKernel.AddWeightGradient<TVector, T>(
                Input.Size, Output.Size, pass.Input, pass.OutputGradient, Slice(pass.ParameterGradient, Weights));
        }

        if (pass.InputGradient.IsEmpty) return;
        NarrowDenseKernel.ComputeInputGradient<TVector, T>(
            Input.Size, Output.Size, pass.OutputGradient, Slice(pass.Parameters, Weights), pass.InputGradient);
    }

    private void ComputeBackward<TVector, T>(in BackwardPass<T> pass, int first, int rows)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> input = pass.Input.Slice(first * Input.Size, rows * Input.Size);
        ReadOnlySpan<T> outputGradient = pass.OutputGradient.Slice(first * Output.Size, rows * Output.Size);
        if (!pass.KeepsFactors && !pass.ParameterGradient.IsEmpty)
        {
            // A kernel without masks sums the same rows first, so that the bits are the same.
            Span<T> weightGradient = Slice(pass.ParameterGradient, Weights);
            var steps = new SampleGrid(1, 0, (nuint)rows, (nuint)Input.Size);
            if (SparseDense.Fits<TVector, T>(rows, Output.Size))
                SparseDense.AddWeightGradient<TVector, T>(Input.Size, Output.Size, input, outputGradient, weightGradient);
            else
                OuterProductKernel.Accumulate<TVector, T>(steps, Input.Size, Output.Size, input, outputGradient, weightGradient);
        }

        if (pass.InputGradient.IsEmpty) return;
        DotProductKernel.MultiplyTransposed<TVector, T>(
            Input.Size,
            Output.Size,
            outputGradient,
            Slice(pass.Parameters, Weights),
            pass.InputIsRectified ? input : default,
            pass.InputGradient.Slice(first * Input.Size, rows * Input.Size));
    }

    private bool IsNarrow => Output.Size < NarrowDenseKernel.Limit;
}
