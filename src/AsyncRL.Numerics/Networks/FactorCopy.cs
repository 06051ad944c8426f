using System.Numerics;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Numerics.Networks;

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
