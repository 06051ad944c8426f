using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The gradient of a convolution by its input, computed as convolutions:
/// dx[s·u + a, s·v + b, i] = Σ over m, n, o of dy[u − m, v − n, o] · W[s·m + a, s·n + b, i, o].
/// </summary>
/// <remarks>
/// The input pixels fall into s² classes (a, b) by their place within the stride. For one class the sum is a stride-1 convolution of dy,
/// framed by zeros, with the class's taps of W in reversed order and with inputs and outputs exchanged. So the forward kernel does the
/// work; what is added is one small rearrangement of W per call and one framed copy of dy per step, both in scratch.
/// </remarks>
internal sealed class ConvolutionDataGradient
{
    private readonly Shape _input;
    private readonly Shape _output;
    private readonly int _kernel;
    private readonly int _stride;
    private readonly int _frame;
    private readonly Shape _framed;
    private readonly PixelClass[] _classes;

    internal ConvolutionDataGradient(Shape input, Shape output, int kernel, int stride)
    {
        (_input, _output, _kernel, _stride) = (input, output, kernel, stride);
        _frame = ((kernel + stride - 1) / stride) - 1;
        _framed = new Shape(
            _frame + ((input.Height + stride - 1) / stride), _frame + ((input.Width + stride - 1) / stride), output.Channels);
        _classes = MakeClasses();
    }

    /// <summary>Numbers of scratch that <see cref="Compute"/> needs.</summary>
    internal int ScratchLength => _framed.Size + (_kernel * _kernel * _input.Channels * _output.Channels);

    /// <summary>Overwrites the input gradient of all rows.</summary>
    internal void Compute<TLane, T>(
        int rows, ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> weights, Span<T> scratch, Span<T> inputGradient)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> framed = scratch[.._framed.Size];
        Span<T> rearranged = scratch[_framed.Size..];
        Rearrange(weights, rearranged);
        framed.Clear();
        for (int row = 0; row < rows; row++)
        {
            CopyIntoFrame(outputGradient.Slice(row * _output.Size, _output.Size), framed);
            Span<T> destination = inputGradient.Slice(row * _input.Size, _input.Size);
            foreach (PixelClass pixels in _classes)
                ConvolutionKernel.Convolve<TLane, T>(pixels.Plan, framed, rearranged[pixels.WeightOffset..], [], destination);
        }
    }

    private void CopyIntoFrame<T>(ReadOnlySpan<T> gradient, Span<T> framed)
    {
        int run = _output.Width * _output.Channels;
        for (int y = 0; y < _output.Height; y++)
        {
            int to = (((_frame + y) * _framed.Width) + _frame) * _framed.Channels;
            gradient.Slice(y * run, run).CopyTo(framed.Slice(to, run));
        }
    }

    /// <summary>
    /// Per class: [m reversed, n reversed, out, in], so that the class's patch of dy and its weights are walked together.
    /// </summary>
    private void Rearrange<T>(ReadOnlySpan<T> weights, Span<T> rearranged)
    {
        int to = 0;
        foreach (PixelClass pixels in _classes)
        {
            for (int m = Taps(pixels.A) - 1; m >= 0; m--)
            {
                for (int n = Taps(pixels.B) - 1; n >= 0; n--)
                {
                    int tap = ((((_stride * m) + pixels.A) * _kernel) + (_stride * n) + pixels.B) * _input.Channels * _output.Channels;
                    Transpose(weights[tap..], rearranged[to..]);
                    to += _input.Channels * _output.Channels;
                }
            }
        }
    }

    private void Transpose<T>(ReadOnlySpan<T> source, Span<T> destination)
    {
        int inputs = _input.Channels, outputs = _output.Channels;
        for (int i = 0; i < inputs; i++)
        {
            ReadOnlySpan<T> row = source.Slice(i * outputs, outputs);
            for (int o = 0; o < row.Length; o++) destination[(o * inputs) + i] = row[o];
        }
    }

    private PixelClass[] MakeClasses()
    {
        var classes = new List<PixelClass>();
        int weightOffset = 0;
        for (int a = 0; a < Math.Min(_stride, _input.Height); a++)
        {
            for (int b = 0; b < Math.Min(_stride, _input.Width); b++)
            {
                classes.Add(new PixelClass(a, b, weightOffset, MakePlan(a, b)));
                weightOffset += Taps(a) * Taps(b) * _input.Channels * _output.Channels;
            }
        }

        return [.. classes];
    }

    private ConvolutionPlan MakePlan(int a, int b)
    {
        int height = (_input.Height - a + _stride - 1) / _stride;
        int width = (_input.Width - b + _stride - 1) / _stride;
        int framedRow = _framed.Width * _framed.Channels;
        int origin = ((_frame - Math.Max(Taps(a) - 1, 0)) * framedRow) + ((_frame - Math.Max(Taps(b) - 1, 0)) * _framed.Channels);
        var patches = new PixelGrid(origin, height, width, framedRow, _framed.Channels);
        var results = new PixelGrid(
            ((a * _input.Width) + b) * _input.Channels, height, width, _stride * _input.Width * _input.Channels, _stride * _input.Channels);
        return new ConvolutionPlan(patches, results, Taps(a), framedRow, Taps(b) * _output.Channels, _input.Channels);
    }

    /// <summary>
    /// Kernel rows (or columns) that reach pixels at this place within the stride; none where the stride exceeds the kernel.
    /// </summary>
    private int Taps(int place) => (_kernel - place + _stride - 1) / _stride;

    private sealed record PixelClass(int A, int B, int WeightOffset, ConvolutionPlan Plan);
}
