using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// A two-dimensional convolution with a square kernel, any stride and no padding ("valid"):
/// y[r, c, o] = b[o] + Σ over ky, kx, i of x[s·r + ky, s·c + kx, i] · W[ky, kx, i, o].
/// </summary>
/// <remarks>
/// Backward: dW[ky, kx, i, o] += Σ over r, c of x[s·r + ky, s·c + kx, i] · dy[r, c, o]; db[o] += Σ dy[r, c, o]; dx is computed by
/// <see cref="ConvolutionDataGradient"/>. Images are [row, column, channel] and W is [ky, kx, in, out], and the last index is the fastest.
/// Therefore a kernel row of a patch is one run of kernel × channels numbers. Input rows and columns that no whole patch reaches are
/// ignored; their gradient is 0.
/// </remarks>
public sealed class Conv2D : Layer, ISampledLayer
{
    private const int Weights = 0;
    private const int Bias = 1;

    private readonly ConvolutionPlan _plan;
    private readonly ConvolutionWeightGradient _weightGradient;
    private readonly ConvolutionDataGradient _dataGradient;

    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of the input image.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">Height and width of the kernel, in pixels.</param>
    /// <param name="stride">Input pixels from one patch to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the kernel is larger than the image.</exception>
    public Conv2D(Shape input, int filters, int kernel, int stride)
        : base(
            "conv",
            input,
            OutputShape(input, filters, kernel, stride),
            new ParameterShape(
                "weights",
                ParameterRole.Weights,
                [kernel, kernel, input.Channels, filters],
                kernel * kernel * input.Channels,
                kernel * kernel * filters),
            new ParameterShape("bias", ParameterRole.Bias, [filters], kernel * kernel * input.Channels, kernel * kernel * filters))
    {
        (Kernel, Stride) = (kernel, stride);
        var patches = new PixelGrid(0, Output.Height, Output.Width, stride * input.Width * input.Channels, stride * input.Channels);
        var results = new PixelGrid(0, Output.Height, Output.Width, Output.Width * filters, filters);
        _plan = new ConvolutionPlan(patches, results, kernel, input.Width * input.Channels, kernel * input.Channels, filters);
        _weightGradient = new ConvolutionWeightGradient(input, Output, kernel, stride);
        _dataGradient = new ConvolutionDataGradient(input, Output, kernel, stride);
    }

    /// <summary>Height and width of the kernel, in pixels.</summary>
    public int Kernel { get; }

    /// <summary>Input pixels from one patch to the next.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public override long MultiplyAddsPerRow => (long)Output.Size * Kernel * Kernel * Input.Channels;

    /// <inheritdoc/>
    internal override bool PassesRowByRow => true;

    /// <inheritdoc/>
    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        int kernel = 1 + generator.NextInteger(4);
        var input = new Shape(kernel + generator.NextInteger(6), kernel + generator.NextInteger(6), 1 + generator.NextInteger(5));
        return new Conv2D(input, 1 + generator.NextInteger(20), kernel, 1 + generator.NextInteger(4));
    }

    /// <inheritdoc/>
    public override int ScratchLength(int rows, int sequences) => Math.Max(_weightGradient.ScratchLength, _dataGradient.ScratchLength);

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        ReadOnlySpan<T> weights = Slice(pass.Parameters, Weights);
        ReadOnlySpan<T> bias = Slice(pass.Parameters, Bias);
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<T> image = pass.Input.Slice(row * Input.Size, Input.Size);
            ConvolutionKernel.Convolve<TVector, T>(_plan, image, weights, bias, pass.Output.Slice(row * Output.Size, Output.Size));
        }
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (!pass.ParameterGradient.IsEmpty) AddParameterGradient<TVector, T>(in pass);
        if (pass.InputGradient.IsEmpty) return;
        _dataGradient.Compute<TVector, T>(
            pass.Rows, pass.OutputGradient, Slice(pass.Parameters, Weights), pass.Scratch, pass.InputGradient);
    }

    private void AddParameterGradient<TVector, T>(in BackwardPass<T> pass)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _weightGradient.Add<TVector, T>(
            pass.Rows, pass.Input, pass.OutputGradient, pass.Scratch, Slice(pass.ParameterGradient, Weights));
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<T> gradient = pass.OutputGradient.Slice(row * Output.Size, Output.Size);
            Reductions.AddColumnSums<TVector, T>(Output.Height * Output.Width, gradient, Slice(pass.ParameterGradient, Bias));
        }
    }

    private static Shape OutputShape(Shape input, int filters, int kernel, int stride)
    {
        Check.Positive("conv", nameof(filters), filters);
        Check.Positive("conv", nameof(kernel), kernel);
        Check.Positive("conv", nameof(stride), stride);
        Check.Positive("conv", "input channels", input.Channels);
        if (kernel > input.Height || kernel > input.Width)
        {
            string sentence = $"conv: the kernel is {kernel}×{kernel}; expected at most the image, {input.Height}×{input.Width}.";
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, sentence);
        }

        return new Shape(((input.Height - kernel) / stride) + 1, ((input.Width - kernel) / stride) + 1, filters);
    }
}
