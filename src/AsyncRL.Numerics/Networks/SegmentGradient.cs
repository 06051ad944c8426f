using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// The derivative of a segment's loss with respect to θ: a block of θ's layout. Gradients of large matrices of weights may be kept as
/// factors instead. The object belongs to one thread, as do the <see cref="Activations{T}"/> that contain the factors.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public sealed class SegmentGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBlock<T> _stored;
    private readonly bool[] _keepsFactors;

    /// <summary>Allocates a gradient for the segments of some activations.</summary>
    /// <param name="activations">The activations.</param>
    /// <param name="keepsFactors">Whether to keep factors if that saves time; otherwise everything is stored.</param>
    public SegmentGradient(Activations<T> activations, bool keepsFactors)
    {
        ArgumentNullException.ThrowIfNull(activations);
        NetworkStructure structure = activations.Structure;
        _stored = new AlignedBlock<T>(structure.Layout.BlockLength);
        _keepsFactors = new bool[structure.Nodes.Length];
        var products = new List<OuterProducts<T>>();
        int slice = 0;
        for (int node = 0; node < _keepsFactors.Length; node++)
        {
            Layer layer = structure.Nodes[node].Layer;
            _keepsFactors[node] = keepsFactors && layer.FactorsPay(activations.Rows);
            if (_keepsFactors[node])
            {
                foreach (WeightFactors factors in layer.Factors)
                    products.Add(activations.Products(node, factors, structure.Layout.Slices[slice + factors.Parameter]));
            }

            slice += layer.Parameters.Length;
        }

        Regions = Cut(products, structure.Layout.BlockLength);
    }

    /// <summary>A block of θ's layout. Its content is meaningless at positions whose gradient is kept as factors.</summary>
    public Span<T> Stored => _stored.Span;

    /// <summary>Number of rows of the segment, which is the number of outer products to sum.</summary>
    public int Samples { get; internal set; }

    /// <summary>The parts of the block, in order, without gaps.</summary>
    public ImmutableArray<GradientRegion<T>> Regions { get; }

    /// <summary>Sets the stored numbers to 0.</summary>
    public void Clear()
    {
        foreach (GradientRegion<T> region in Regions)
        {
            if (region.Products is null) Stored.Slice(region.Offset, region.Length).Clear();
        }
    }

    internal bool KeepsFactors(int node) => _keepsFactors[node];

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
