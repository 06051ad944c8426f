using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The gradient of a convolution with respect to its weights: dW[ky, kx, i, o] += Σ over r, c of x[s·r + ky, s·c + kx, i] · dy[r, c, o].
/// </summary>
/// <remarks>
/// For each kernel row ky this is a sum over pixels of outer products of a run of consecutive inputs, (kx, i), with the output channels o.
/// The kernel computes it fastest over pairs of vectors of columns. If the channels do not fill a pair but the run does, the factors are
/// exchanged: dW is transposed into scratch, the sum is added there, and the result is transposed back. Each number is the same sum in the
/// same order.
/// </remarks>
internal sealed class ConvolutionWeightGradient
{
    private readonly Shape _input;
    private readonly Shape _output;
    private readonly int _kernel;

    /// <summary>Length of a kernel row of a patch.</summary>
    private readonly int _run;
    private readonly SampleGrid _patches;
    private readonly SampleGrid _pixels;
    private readonly SparseConvolution _sparse;

    internal ConvolutionWeightGradient(Shape input, Shape output, int kernel, int stride)
    {
        (_input, _output, _kernel) = (input, output, kernel);
        _run = kernel * input.Channels;
        _patches = new SampleGrid(
            (nuint)output.Height, (nuint)(stride * input.Width * input.Channels), (nuint)output.Width, (nuint)(stride * input.Channels));
        _pixels = _patches.Densely(output.Channels);
        _sparse = new SparseConvolution(input, output, kernel, stride);
    }

    /// <summary>Length of the scratch that <see cref="Add"/> needs.</summary>
    internal int ScratchLength => Math.Max(WeightCount, _sparse.WeightScratchLength);

    private int WeightCount => _kernel * KernelRowSize;

    private int KernelRowSize => _run * _output.Channels;

    /// <summary>Adds the weight gradient of all images.</summary>
    internal void Add<TVector, T>(
        int images, ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> scratch, Span<T> weightGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_sparse.IsFaster<TVector, T>(outputGradient))
        {
            _sparse.AddWeightGradient<TVector, T>(images, input, outputGradient, scratch, weightGradient);
            return;
        }

        int pair = 2 * TVector.Width;
        bool transposed = TVector.HasManyRegisters && _output.Channels < pair && _run >= pair;
        Span<T> sums = transposed ? scratch[..WeightCount] : weightGradient;
        if (transposed) Transpose<TVector, T>(_run, _output.Channels, weightGradient, sums);
        for (int image = 0; image < images; image++)
        {
            ReadOnlySpan<T> x = input.Slice(image * _input.Size, _input.Size);
            ReadOnlySpan<T> dy = outputGradient.Slice(image * _output.Size, _output.Size);
            for (int ky = 0; ky < _kernel; ky++)
            {
                ReadOnlySpan<T> run = x[(ky * _input.Width * _input.Channels)..];
                Span<T> sum = sums.Slice(ky * KernelRowSize, KernelRowSize);
                if (transposed) OuterProductKernel.Accumulate<TVector, T>(_pixels, _patches, _output.Channels, _run, dy, run, sum);
                else OuterProductKernel.Accumulate<TVector, T>(_patches, _pixels, _run, _output.Channels, run, dy, sum);
            }
        }

        if (transposed) Transpose<TVector, T>(_output.Channels, _run, sums, weightGradient);
    }

    /// <summary>Transposes the matrix of every kernel row.</summary>
    private void Transpose<TVector, T>(int rows, int columns, ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < WeightCount; start += KernelRowSize)
            Transposition.Transpose<TVector, T>(rows, columns, source[start..], destination[start..], rows);
    }
}
