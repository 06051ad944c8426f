using System.Collections.Immutable;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// The position of every parameter of a network in its block: the single source of names, shapes, offsets and fan-in. θ, its gradient and
/// the optimizer's statistics all have this layout.
/// </summary>
/// <remarks>A slice starts at a multiple of 16 numbers, a cache line of floats; the padding between slices is zero and stays
/// zero.</remarks>
public sealed class ParameterLayout
{
    internal ParameterLayout(IEnumerable<(string Name, Layer Layer)> layers)
    {
        var slices = ImmutableArray.CreateBuilder<ParameterSlice>();
        int offset = 0;
        foreach ((string name, Layer layer) in layers)
        {
            for (int i = 0; i < layer.Parameters.Length; i++)
            {
                ParameterShape shape = layer.Parameters[i];
                slices.Add(new ParameterSlice($"{name}.{shape.Name}", offset + layer.ParameterOffset(i), shape));
            }

            offset = checked(offset + layer.ParameterBlockLength);
        }

        Slices = slices.ToImmutable();
        BlockLength = offset;
        foreach (ParameterSlice slice in Slices) ParameterCount += slice.Length;
    }

    /// <summary>The slices in the order of storage.</summary>
    public ImmutableArray<ParameterSlice> Slices { get; }

    /// <summary>Length of the block, padding included.</summary>
    public int BlockLength { get; }

    /// <summary>Number of parameters, without padding.</summary>
    public int ParameterCount { get; }

    /// <summary>Finds a slice.</summary>
    /// <param name="name">Layer and parameter, for example "conv1.weights".</param>
    /// <returns>The slice.</returns>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public ParameterSlice SliceOf(string name)
    {
        foreach (ParameterSlice slice in Slices)
        {
            if (slice.Name == name) return slice;
        }

        throw new ArgumentException($"The network has no parameters \"{name}\".", nameof(name));
    }
}

/// <summary>The position of one tensor of parameters in a network's block.</summary>
/// <param name="Name">Layer and parameter, for example "conv1.weights".</param>
/// <param name="Offset">The position at which it starts, a multiple of 16.</param>
/// <param name="Shape">Its dimensions and fan-in.</param>
public sealed record ParameterSlice(string Name, int Offset, ParameterShape Shape)
{
    /// <summary>Number of elements of the slice, without padding.</summary>
    public int Length => Shape.Length;

    /// <summary>The slice's part of a block.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="block">A block of this layout.</param>
    /// <returns>The part.</returns>
    public Span<T> Of<T>(Span<T> block) => block.Slice(Offset, Length);

    /// <inheritdoc cref="Of{T}(Span{T})"/>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> block) => block.Slice(Offset, Length);
}
