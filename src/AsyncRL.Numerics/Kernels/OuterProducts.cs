using AsyncRL.Numerics.Memory;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The gradient of a matrix of weights over a segment, as factors: dW[i, o] = Σₜ left[t, i] · right[t, o]. The factors are stored in the
/// activations and the gradient of one thread. They are valid while the regions of the gradient have them.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public sealed class OuterProducts<T>
    where T : unmanaged
{
    private readonly AlignedBlock<T> _left;
    private readonly AlignedBlock<T> _right;

    internal OuterProducts(int offset, (int Rows, int Columns) shape, AlignedBlock<T> left, int leftStride, AlignedBlock<T> right)
    {
        (Offset, Rows, Columns) = (offset, shape.Rows, shape.Columns);
        (_left, LeftStride, _right) = (left, leftStride, right);
    }

    /// <summary>The position at which the matrix starts in a block of the network's layout.</summary>
    public int Offset { get; }

    /// <summary>Number of inputs of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Number of outputs of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Number of elements of the matrix.</summary>
    public int Length => Rows * Columns;

    /// <summary>Number of elements from one row of left factors to the next.</summary>
    public int LeftStride { get; }

    /// <summary>The left factors. The factor of input i at time step t has index t · <see cref="LeftStride"/> + i.</summary>
    public ReadOnlySpan<T> Left => _left.Span;

    /// <summary>The right factors [t, output].</summary>
    public ReadOnlySpan<T> Right => _right.Span;
}
