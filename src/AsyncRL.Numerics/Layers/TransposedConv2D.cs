using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// A transposed convolution with a square kernel, any stride and no padding: every input pixel adds a weighted kernel to the output,
/// y[s·r + ky, s·c + kx, o] = b[o] + Σ over r, c, i of x[r, c, i] · W[ky, kx, o, i]. The output has (n − 1)·s + kernel pixels on a side.
/// </summary>
/// <remarks>
/// It is the <see cref="Conv2D"/> from the output's shape to the input's, backward: the forward pass is that convolution's gradient with
/// respect to its input, dx is its forward pass over dy, and dW is its weight gradient with the factors exchanged:
/// dW[ky, kx, o, i] += Σ over r, c of dy[s·r + ky, s·c + kx, o] · x[r, c, i]; db[o] += Σ dy. Therefore W is stored as that convolution
/// stores it, [ky, kx, out, in], and no kernel is added.
/// </remarks>
public sealed class TransposedConv2D : Layer, ISampledLayer
{
    private const int Weights = 0;
    private const int Bias = 1;

    private readonly ConvolutionPlan _plan;
    private readonly ConvolutionWeightGradient _weightGradient;
    private readonly ConvolutionDataGradient _spread;

    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of the input image.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">Height and width of the kernel, in pixels.</param>
    /// <param name="stride">Output pixels from the kernel of one input pixel to that of the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="OverflowException">The output has more numbers than an array can.</exception>
    public TransposedConv2D(Shape input, int filters, int kernel, int stride)
        : base(
            "transposed-conv",
            input,
            OutputShape(input, filters, kernel, stride),
            new ParameterShape(
                "weights",
                ParameterRole.Weights,
                [kernel, kernel, filters, input.Channels],
                Overlap(kernel, stride) * input.Channels,
                kernel * kernel * filters),
            new ParameterShape("bias", ParameterRole.Bias, [filters], Overlap(kernel, stride) * input.Channels, kernel * kernel * filters))
    {
        (Kernel, Stride) = (kernel, stride);
        var patches = new PixelGrid(0, Input.Height, Input.Width, stride * Output.Width * filters, stride * filters);
        var results = new PixelGrid(0, Input.Height, Input.Width, Input.Width * Input.Channels, Input.Channels);
        _plan = new ConvolutionPlan(patches, results, kernel, Output.Width * filters, kernel * filters, Input.Channels);
        _weightGradient = new ConvolutionWeightGradient(Output, Input, kernel, stride);
        _spread = new ConvolutionDataGradient(Output, Input, kernel, stride);
    }

    /// <summary>Height and width of the kernel, in pixels.</summary>
    public int Kernel { get; }

    /// <summary>Output pixels from the kernel of one input pixel to that of the next.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public override long MultiplyAddsPerRow => (long)Input.Size * Kernel * Kernel * Output.Channels;

    /// <inheritdoc/>
    public override int ForwardScratchLength => _spread.ScratchLength;

    /// <inheritdoc/>
    internal override bool PassesRowByRow => true;

    /// <inheritdoc/>
    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var input = new Shape(1 + generator.NextInteger(5), 1 + generator.NextInteger(5), 1 + generator.NextInteger(20));
        return new TransposedConv2D(input, 1 + generator.NextInteger(8), 1 + generator.NextInteger(4), 1 + generator.NextInteger(4));
    }

    /// <inheritdoc/>
    public override int ScratchLength(int rows, int sequences) => Math.Max(_weightGradient.ScratchLength, _spread.ScratchLength);

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        _spread.Compute<TVector, T>(pass.Rows, pass.Input, Slice(pass.Parameters, Weights), pass.Scratch, pass.Output);
        ReadOnlySpan<T> bias = Slice(pass.Parameters, Bias);
        for (int pixel = 0; pixel < pass.Output.Length; pixel += bias.Length)
            Elementwise.AddTo<TVector, T>(bias, pass.Output.Slice(pixel, bias.Length));
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (!pass.ParameterGradient.IsEmpty) AddParameterGradient<TVector, T>(in pass);
        if (pass.InputGradient.IsEmpty) return;
        ReadOnlySpan<T> weights = Slice(pass.Parameters, Weights);
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<T> gradient = pass.OutputGradient.Slice(row * Output.Size, Output.Size);
            Span<T> inputGradient = pass.InputGradient.Slice(row * Input.Size, Input.Size);
            ConvolutionKernel.Convolve<TVector, T>(_plan, gradient, weights, [], inputGradient);
        }
    }

    private void AddParameterGradient<TVector, T>(in BackwardPass<T> pass)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _weightGradient.Add<TVector, T>(
            pass.Rows, pass.OutputGradient, pass.Input, pass.Scratch, Slice(pass.ParameterGradient, Weights));
        Reductions.AddColumnSums<TVector, T>(
            pass.Rows * Output.Height * Output.Width, pass.OutputGradient, Slice(pass.ParameterGradient, Bias));
    }

    /// <summary>The largest number of input pixels whose kernels reach one output pixel.</summary>
    private static int Overlap(int kernel, int stride)
    {
        int side = (kernel + stride - 1) / stride;
        return side * side;
    }

    private static Shape OutputShape(Shape input, int filters, int kernel, int stride)
    {
        Check.Positive("transposed-conv", nameof(filters), filters);
        Check.Positive("transposed-conv", nameof(kernel), kernel);
        Check.Positive("transposed-conv", nameof(stride), stride);
        Check.Positive("transposed-conv", "input channels", input.Channels);
        Shape output = checked(new Shape(((input.Height - 1) * stride) + kernel, ((input.Width - 1) * stride) + kernel, filters));

        // Counted here, before tables are made for every pixel.
        Check.Positive("transposed-conv", "pixels", output.Size / filters);
        return output;
    }
}
