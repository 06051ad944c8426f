using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// The derivative of a segment's loss with respect to θ: a block of θ's layout. Gradients of large matrices of weights may be kept as
/// factors instead. The object belongs to one thread, as do the <see cref="Activations{T}"/> that contain the factors.
/// </summary>
/// <remarks>
/// <para>Every backward pass adds. Only the first one after <see cref="Clear"/> keeps factors, and only if it is over the activations that
/// the gradient was made for. Any further backward pass first multiplies the factors out. From then on the gradient is stored completely
/// until it is cleared.</para>
/// <para>The factors are multiplied out as well before a forward pass or a request for <see cref="Activations{T}.Input"/> lets their
/// rows be overwritten. Other calls do not overwrite them: states and output gradients of heads are kept in copies.</para>
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
public sealed class SegmentGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBlock<T> _stored;
    private readonly bool[] _keepsFactors;
    private readonly Activations<T> _activations;
    private readonly List<FactorCopy<T>> _copies = [];
    private readonly ImmutableArray<GradientRegion<T>> _factored;
    private readonly ImmutableArray<GradientRegion<T>> _plain;
    private readonly bool _mayKeepFactors;
    private Network<T>? _network;
    private bool _isPlain;

    /// <summary>Allocates a gradient for the segments of some activations.</summary>
    /// <param name="activations">The activations.</param>
    /// <param name="keepsFactors">Whether to keep factors if that saves time; otherwise everything is stored.</param>
    public SegmentGradient(Activations<T> activations, bool keepsFactors)
    {
        ArgumentNullException.ThrowIfNull(activations);
        _activations = activations;
        NetworkStructure structure = activations.Structure;
        _stored = new AlignedBlock<T>(structure.Layout.BlockLength);
        _keepsFactors = new bool[structure.Nodes.Length];
        var products = new List<OuterProducts<T>>();
        int slice = 0;
        for (int node = 0; node < _keepsFactors.Length; node++)
        {
            Layer layer = structure.Nodes[node].Layer;
            _keepsFactors[node] = keepsFactors && activations.Part.Includes(node) && layer.FactorsPay(activations.Rows);
            if (_keepsFactors[node])
            {
                foreach (WeightFactors factors in layer.Factors)
                    products.Add(Products(node, factors, structure.Layout.Slices[slice + factors.Parameter]));
            }

            slice += layer.Parameters.Length;
        }

        _factored = Cut(products, structure.Layout.BlockLength);
        _plain = Cut([], structure.Layout.BlockLength);
        _mayKeepFactors = products.Count > 0;
        _isPlain = !_mayKeepFactors;
    }

    /// <summary>A block of θ's layout. Its content is meaningless at positions whose gradient is kept as factors.</summary>
    public Span<T> Stored => _stored.Span;

    /// <summary>Number of outer products to sum, which is the number of rows of the segment. 0 if no factors are kept now.</summary>
    public int Samples { get; private set; }

    /// <summary>
    /// The parts of the block, in order, without gaps. After a second backward pass the block is one part that is stored completely.
    /// </summary>
    public ImmutableArray<GradientRegion<T>> Regions => _isPlain ? _plain : _factored;

    /// <summary>Sets the gradient to 0 and forgets the factors. The next backward pass may keep factors again.</summary>
    public void Clear()
    {
        ForgetFactors();
        foreach (GradientRegion<T> region in _factored)
        {
            if (region.Products is null) Stored.Slice(region.Offset, region.Length).Clear();
        }

        _isPlain = !_mayKeepFactors;
    }

    /// <summary>Whether the backward pass in progress keeps the factors of a layer.</summary>
    internal bool KeepsFactors(int node) => Samples > 0 && _keepsFactors[node];

    /// <summary>
    /// Prepares the gradient for a backward pass, which is then allowed to overwrite factors in the activations.
    /// </summary>
    internal void Begin(Network<T> network, Activations<T> activations, int rows)
    {
        MultiplyOut();
        if (_isPlain) return;
        if (activations == _activations)
        {
            (Samples, _network) = (rows, network);
            return;
        }

        StoreCompletely();
    }

    /// <summary>Keeps no factors until the gradient is cleared, so that <see cref="Stored"/> is the whole gradient.</summary>
    public void StoreCompletely()
    {
        MultiplyOut();
        if (_isPlain) return;
        foreach (GradientRegion<T> region in _factored)
        {
            if (region.Products is not null) Stored.Slice(region.Offset, region.Length).Clear();
        }

        _isPlain = true;
    }

    /// <summary>Ends a backward pass: takes the copies of the factors, if it kept any.</summary>
    internal void End()
    {
        if (Samples == 0) return;
        foreach (FactorCopy<T> copy in _copies) copy.Take(Samples);
        _activations.Factors = this;
    }

    /// <summary>Stores the sums of the products, if factors are kept.</summary>
    public void MultiplyOut()
    {
        if (Samples == 0) return;
        foreach (GradientRegion<T> region in _factored)
        {
            if (region.Products is { } products) _network!.MultiplyOut(products, Samples, Stored.Slice(region.Offset, region.Length));
        }

        ForgetFactors();
        _isPlain = true;
    }

    private void ForgetFactors()
    {
        if (_activations.Factors == this) _activations.Factors = null;
        (Samples, _network) = (0, null);
    }

    /// <summary>The positions of the factors of a matrix of weights.</summary>
    private OuterProducts<T> Products(int node, WeightFactors factors, ParameterSlice slice)
    {
        int inputs = slice.Shape.Dimensions[0], outputs = slice.Shape.Dimensions[1];
        return new OuterProducts<T>(
            slice.Offset, (inputs, outputs),
            BlockOf(node, factors.Left, inputs), inputs, BlockOf(node, factors.Right, outputs));
    }

    private AlignedBlock<T> BlockOf(int node, FactorPlace place, int width)
    {
        if (place != FactorPlace.State && (place != FactorPlace.OutputGradient || !_activations.Structure.IsHead(node)))
            return _activations.FactorBlock(node, place);
        var copy = new FactorCopy<T>(_activations, node, place, width);
        _copies.Add(copy);
        return copy.Block;
    }

    private static ImmutableArray<GradientRegion<T>> Cut(List<OuterProducts<T>> products, int length)
    {
        var regions = ImmutableArray.CreateBuilder<GradientRegion<T>>();
        int end = 0;
        foreach (OuterProducts<T> product in products)
        {
            if (product.Offset > end) regions.Add(new GradientRegion<T>(end, product.Offset - end, null));
            regions.Add(new GradientRegion<T>(product.Offset, product.Length, product));
            end = product.Offset + product.Length;
        }

        if (length > end) regions.Add(new GradientRegion<T>(end, length - end, null));
        return regions.ToImmutable();
    }
}

/// <summary>A part of a gradient: numbers, or the factors of one matrix.</summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="Offset">The position at which it starts, a multiple of 16.</param>
/// <param name="Length">Number of elements, a multiple of 16.</param>
/// <param name="Products">The factors; null if the numbers are stored.</param>
public sealed record GradientRegion<T>(int Offset, int Length, OuterProducts<T>? Products)
    where T : unmanaged;

/// <summary>
/// A gradient's own copy of factors that the caller may overwrite before the gradient is used: the states before the rows, which
/// <see cref="Activations{T}.CarryState"/> changes, and the output gradients of a head, which the caller writes.
/// </summary>
internal sealed class FactorCopy<T>(Activations<T> activations, int node, FactorPlace place, int width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The copy [rows, width].</summary>
    internal AlignedBlock<T> Block { get; } = new(checked(activations.Rows * width));

    /// <summary>Copies the factors of some rows.</summary>
    internal void Take(int rows)
    {
        if (place == FactorPlace.OutputGradient)
        {
            activations.GradientRows(node, 0, rows).CopyTo(Block.Span);
            return;
        }

        ReadOnlySpan<T> states = activations.States(node, 0, rows);
        int stride = activations.Structure.Nodes[node].Layer.StateLength;
        for (int row = 0; row < rows; row++) states.Slice(row * stride, width).CopyTo(Block.Span[(row * width)..]);
    }
}

/// <summary>The norm of a gradient of which some matrices are kept as factors.</summary>
public static class GradientNorm
{
    /// <summary>Sums the squares of all numbers of a gradient, without multiplying out its factors.</summary>
    /// <param name="kernels">The sweeps.</param>
    /// <param name="gradient">The gradient.</param>
    /// <returns>The sum; not finite if a number is not, or if a square overflows.</returns>
    public static double SumOfSquares(this BlockKernels kernels, SegmentGradient<float> gradient)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(gradient);
        double total = 0;
        foreach (GradientRegion<float> region in gradient.Regions)
        {
            total += region.Products is { } products
                ? kernels.SumOfSquares(products, gradient.Samples)
                : kernels.SumOfSquares(gradient.Stored.Slice(region.Offset, region.Length));
        }

        return total;
    }
}
