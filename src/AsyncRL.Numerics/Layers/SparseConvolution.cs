using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The gradients of a convolution that multiply only the numbers of dy that are not 0. Behind the convolution there is mostly a rectifier,
/// which makes half of them 0 or more.
/// </summary>
/// <remarks>
/// <para>A number dy[p, o] belongs to one patch of the input and one filter, each of kernel² × channels numbers. To the gradient of the
/// filter it adds dy[p, o] · patch, and to the gradient of the patch dy[p, o] · filter. Both are sums of rows that
/// <see cref="SparseSumTile"/> computes. Filters are transposed, so that each is a row.</para>
/// <para>The terms of each number are added in the order in which the passes without masks add them. Therefore the bits are the
/// same.</para>
/// </remarks>
internal sealed class SparseConvolution
{
    private const int MostTiles = 64;

    private readonly Shape _input;
    private readonly Shape _output;

    /// <summary>Length of a kernel row of a patch.</summary>
    private readonly int _run;

    /// <summary>Length of a patch and of a filter.</summary>
    private readonly int _patch;

    /// <summary>[pixel]: the position of its patch in the image.</summary>
    private readonly nuint[] _patches;

    /// <summary>[channel]: the position of its filter among the transposed filters.</summary>
    private readonly nuint[] _filters;

    internal SparseConvolution(Shape input, Shape output, int kernel, int stride)
    {
        (_input, _output, _run, _patch) = (input, output, kernel * input.Channels, kernel * kernel * input.Channels);
        (_patches, _filters) = (new nuint[output.Height * output.Width], new nuint[output.Channels]);
        for (int pixel = 0; pixel < _patches.Length; pixel++)
        {
            (int row, int column) = Math.DivRem(pixel, output.Width);
            _patches[pixel] = (nuint)(stride * ((row * input.Width) + column) * input.Channels);
        }

        for (int channel = 0; channel < _filters.Length; channel++) _filters[channel] = (nuint)(channel * _patch);
    }

    /// <summary>Length of the scratch that <see cref="AddWeightGradient"/> needs.</summary>
    internal int WeightScratchLength => 2 * _patch * _output.Channels;

    /// <summary>Whether whole tiles cover a patch, and so many numbers of dy are 0 that leaving them out saves time.</summary>
    internal bool IsFaster<TVector, T>(ReadOnlySpan<T> outputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int piece = 2 * TVector.Width;
        return TVector.HasManyRegisters && _run % piece == 0 && _patch % (SparseSumTile.Pieces * piece) == 0
            && _patch / (SparseSumTile.Pieces * piece) <= MostTiles
            && _output.Channels <= NonZeroMasks.Length
            && SparseSumTile.IsFaster(NonZeroMasks.CountNonZero(outputGradient), outputGradient.Length);
    }

    /// <summary>Adds the weight gradient of all images.</summary>
    [SkipLocalsInit]
    internal void AddWeightGradient<TVector, T>(
        int images, ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> scratch, Span<T> weightGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int channels = _output.Channels;
        Span<T> sums = scratch[..(_patch * channels)], ofImage = scratch.Slice(sums.Length, sums.Length);
        Transposition.Transpose<TVector, T>(_patch, channels, weightGradient, sums, _patch);
        Span<ulong> masks = stackalloc ulong[NonZeroMasks.Length];
        for (int image = 0; image < images; image++)
        {
            ReadOnlySpan<T> x = input.Slice(image * _input.Size, _input.Size);
            ReadOnlySpan<T> dy = outputGradient.Slice(image * _output.Size, _output.Size);
            ofImage.Clear();
            for (int first = 0; first < _patches.Length; first += NonZeroMasks.Length)
            {
                // The patches of some pixels stay in the first-level cache while all channels use them.
                int pixels = Math.Min(NonZeroMasks.Length, _patches.Length - first);
                NonZeroMasks.OfColumns(dy[(first * channels)..], pixels, channels, masks[..channels]);
                AddPatches<TVector, T>(masks[..channels], x, dy[(first * channels)..], _patches.AsSpan(first), ofImage);
            }

            Elementwise.AddTo<TVector, T>(ofImage, sums);
        }

        Transposition.Transpose<TVector, T>(channels, _patch, sums, weightGradient, channels);
    }

    /// <summary>Overwrites the input gradient of all images.</summary>
    [SkipLocalsInit]
    internal void ComputeDataGradient<TVector, T>(
        int images, ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> weights, Span<T> scratch, Span<T> inputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int channels = _output.Channels, piece = 2 * TVector.Width, tile = SparseSumTile.Pieces * piece;
        Span<T> filters = scratch[..(_patch * channels)];
        Transposition.Transpose<TVector, T>(_patch, channels, weights, filters, _patch);
        inputGradient.Clear();
        EightPieces ofFilter = EightPieces.Neighbors(piece);
        ref T filter = ref MemoryMarshal.GetReference(filters);
        ref nuint distances = ref MemoryMarshal.GetArrayDataReference(_filters);
        Span<EightPieces> ofPatch = stackalloc EightPieces[MostTiles];
        Span<nuint> starts = stackalloc nuint[MostTiles];
        for (int n = 0; n * tile < _patch; n++) ofPatch[n] = PiecesOf(n * tile, piece, out starts[n]);
        for (int image = 0; image < images; image++)
        {
            ReadOnlySpan<T> dy = outputGradient.Slice(image * _output.Size, _output.Size);
            ref T dx = ref MemoryMarshal.GetReference(inputGradient.Slice(image * _input.Size, _input.Size));
            for (int pixel = 0; pixel < _patches.Length; pixel++)
            {
                ReadOnlySpan<T> factors = dy.Slice(pixel * channels, channels);
                ulong mask = NonZeroMasks.OfRow(factors);
                if (mask == 0) continue;
                for (int n = 0; n * tile < _patch; n++)
                {
                    SparseSumTile.Add<VectorPair<TVector, T>, T>(
                        mask,
                        ref MemoryMarshal.GetReference(factors), 1,
                        ref Unsafe.Add(ref filter, n * tile), in distances, in ofFilter,
                        ref Unsafe.Add(ref dx, _patches[pixel] + starts[n]), in ofPatch[n],
                        continues: true);
                }
            }
        }
    }

    /// <summary>Adds the patches of up to 64 pixels to the filters of all channels.</summary>
    private void AddPatches<TVector, T>(
        ReadOnlySpan<ulong> masks, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<nuint> patches, Span<T> filters)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int piece = 2 * TVector.Width, tile = SparseSumTile.Pieces * piece;
        EightPieces ofFilter = EightPieces.Neighbors(piece);
        ref nuint distances = ref MemoryMarshal.GetReference(patches);
        for (int first = 0; first < _patch; first += tile)
        {
            EightPieces ofPatch = PiecesOf(first, piece, out nuint start);
            ref T row = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), start);
            for (int channel = 0; channel < masks.Length; channel++)
            {
                if (masks[channel] == 0) continue;
                SparseSumTile.Add<VectorPair<TVector, T>, T>(
                    masks[channel],
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(dy), channel), (nuint)masks.Length,
                    ref row, in distances, in ofPatch,
                    ref filters[(channel * _patch) + first], in ofFilter,
                    continues: true);
            }
        }
    }

    /// <summary>The pieces of a tile of a patch, and the position of the first of them.</summary>
    private EightPieces PiecesOf(int first, int piece, out nuint start)
    {
        int rowStride = _input.Width * _input.Channels;
        (int row, int column) = Math.DivRem(first, _run);
        start = (nuint)((row * rowStride) + column);
        return EightPieces.OfPatch(first / piece, piece, _run, rowStride);
    }
}
