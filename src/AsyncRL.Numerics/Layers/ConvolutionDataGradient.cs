using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The gradient of a convolution with respect to its input, computed as convolutions:
/// dx[s·u + a, s·v + b, i] = Σ over m, n, o of dy[u − m, v − n, o] · W[s·m + a, s·n + b, i, o].
/// </summary>
/// <remarks>
/// The input pixels fall into s² classes (a, b) by their position within the stride. For one class the sum is a stride-1 convolution of dy
/// with the class's taps of W in reversed order and with inputs and outputs exchanged. Therefore the forward kernel computes it. Two things
/// save work. First, all classes with the same a read the same patches of dy and write neighboring numbers. If the stride divides kernel
/// and width, they are computed together, with b and i as the channels of s neighboring pixels. Second, rows u of pixels that reach beyond
/// dy's first or last row skip the taps outside dy. Therefore only the left and right sides of dy are framed by zeros. The additional work
/// is a rearrangement of W per call and a framed copy of dy per step, both in scratch.
/// </remarks>
internal sealed class ConvolutionDataGradient
{
    private readonly Shape _input;
    private readonly Shape _output;
    private readonly int _kernel;
    private readonly int _stride;

    /// <summary>Number of zero pixels left of each row of dy.</summary>
    private readonly int _frame;
    private readonly Shape _framed;

    /// <summary>Number of classes b that are computed together: the stride or 1.</summary>
    private readonly int _merged;
    private readonly PixelClass[] _classes;
    private readonly SparseConvolution _sparse;

    internal ConvolutionDataGradient(Shape input, Shape output, int kernel, int stride)
    {
        (_input, _output, _kernel, _stride) = (input, output, kernel, stride);
        _frame = ((kernel + stride - 1) / stride) - 1;
        _framed = new Shape(output.Height, _frame + ((input.Width + stride - 1) / stride), output.Channels);
        _merged = kernel % stride == 0 && input.Width % stride == 0 ? stride : 1;
        _classes = MakeClasses();
        _sparse = new SparseConvolution(input, output, kernel, stride);
    }

    /// <summary>Length of the scratch that <see cref="Compute"/> needs.</summary>
    internal int ScratchLength => _framed.Size + (_kernel * _kernel * _input.Channels * _output.Channels);

    /// <summary>Overwrites the input gradient of all rows.</summary>
    internal void Compute<TVector, T>(
        int rows, ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> weights, Span<T> scratch, Span<T> inputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_sparse.IsFaster<TVector, T>(outputGradient))
        {
            _sparse.ComputeDataGradient<TVector, T>(rows, outputGradient, weights, scratch, inputGradient);
            return;
        }

        Span<T> framed = scratch[.._framed.Size];
        Span<T> rearranged = scratch[_framed.Size..];
        Rearrange<TVector, T>(weights, rearranged);
        framed.Clear();
        for (int row = 0; row < rows; row++)
        {
            CopyIntoFrame(outputGradient.Slice(row * _output.Size, _output.Size), framed);
            Span<T> destination = inputGradient.Slice(row * _input.Size, _input.Size);
            foreach (PixelClass pixels in _classes)
            {
                foreach (PixelBand band in pixels.Bands)
                    ConvolutionKernel.Convolve<TVector, T>(band.Plan, framed, rearranged[band.WeightOffset..], [], destination);
            }
        }
    }

    private void CopyIntoFrame<T>(ReadOnlySpan<T> gradient, Span<T> framed)
    {
        int run = _output.Width * _output.Channels;
        for (int y = 0; y < _output.Height; y++)
        {
            int to = ((y * _framed.Width) + _frame) * _framed.Channels;
            gradient.Slice(y * run, run).CopyTo(framed.Slice(to, run));
        }
    }

    /// <summary>
    /// The weights per class: [m reversed, n reversed, out, b, in], so that the class's patch of dy and its weights are read in the same
    /// order.
    /// </summary>
    private void Rearrange<TVector, T>(ReadOnlySpan<T> weights, Span<T> rearranged)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = _input.Channels, outputs = _output.Channels;
        foreach (PixelClass pixels in _classes)
        {
            int to = pixels.WeightOffset;
            for (int m = Taps(pixels.A) - 1; m >= 0; m--)
            {
                for (int n = Taps(pixels.B) - 1; n >= 0; n--)
                {
                    int tap = ((((_stride * m) + pixels.A) * _kernel) + (_stride * n) + pixels.B) * inputs * outputs;
                    for (int b = 0; b < _merged; b++)
                    {
                        ReadOnlySpan<T> source = weights[(tap + (b * inputs * outputs))..];
                        Transposition.Transpose<TVector, T>(inputs, outputs, source, rearranged[(to + (b * inputs))..], _merged * inputs);
                    }

                    to += _merged * inputs * outputs;
                }
            }
        }
    }

    private PixelClass[] MakeClasses()
    {
        var classes = new List<PixelClass>();
        int weightOffset = 0;
        for (int a = 0; a < Math.Min(_stride, _input.Height); a++)
        {
            for (int b = 0; b < Math.Min(_stride, _input.Width); b += _merged)
            {
                classes.Add(new PixelClass(a, b, weightOffset, MakeBands(a, b, weightOffset)));
                weightOffset += Taps(a) * Taps(b) * _merged * _input.Channels * _output.Channels;
            }
        }

        return [.. classes];
    }

    /// <summary>Makes bands of neighboring rows u that use the same taps m.</summary>
    private PixelBand[] MakeBands(int a, int b, int weightOffset)
    {
        var bands = new List<PixelBand>();
        int height = (_input.Height - a + _stride - 1) / _stride;
        int rowOfWeights = Taps(b) * _output.Channels * _merged * _input.Channels;
        for (int first = 0, end; first < height; first = end)
        {
            (int LastTap, int Count) taps = TapsAtRow(a, first);
            for (end = first + 1; end < height && TapsAtRow(a, end) == taps;) end++;
            int skipped = Taps(a) - 1 - taps.LastTap;
            bands.Add(new PixelBand(weightOffset + (skipped * rowOfWeights), MakePlan(a, b, first, end - first, taps)));
        }

        return [.. bands];
    }

    /// <summary>The taps m at row u that are at a row of dy, 0 ≤ u − m &lt; height of dy: the last of them and their number.</summary>
    private (int LastTap, int Count) TapsAtRow(int a, int u)
    {
        int last = Math.Min(Taps(a) - 1, u);
        int first = Math.Max(0, u - (_output.Height - 1));
        return last < first ? (Taps(a) - 1, 0) : (last, last - first + 1);
    }

    private ConvolutionPlan MakePlan(int a, int b, int firstRow, int rows, (int LastTap, int Count) taps)
    {
        int width = (_input.Width - b + _stride - 1) / _stride;
        int framedRow = _framed.Width * _framed.Channels;
        int firstRead = taps.Count == 0 ? 0 : firstRow - taps.LastTap;
        int origin = (firstRead * framedRow) + ((_frame - Math.Max(Taps(b) - 1, 0)) * _framed.Channels);
        var patches = new PixelGrid(origin, rows, width, framedRow, _framed.Channels);
        int inputRow = _input.Width * _input.Channels;
        var results = new PixelGrid(
            (((_stride * firstRow) + a) * inputRow) + (b * _input.Channels), rows, width, _stride * inputRow, _stride * _input.Channels);
        return new ConvolutionPlan(patches, results, taps.Count, framedRow, Taps(b) * _output.Channels, _merged * _input.Channels);
    }

    /// <summary>
    /// Number of kernel rows (or columns) that reach pixels at this position within the stride. 0 if the stride exceeds the kernel and none
    /// does.
    /// </summary>
    private int Taps(int place) => (_kernel - place + _stride - 1) / _stride;

    private sealed record PixelClass(int A, int B, int WeightOffset, PixelBand[] Bands);

    private sealed record PixelBand(int WeightOffset, ConvolutionPlan Plan);
}
