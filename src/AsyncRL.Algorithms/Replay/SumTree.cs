using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// Non-negative numbers by index, with their sum, their minimum, and the search for the index at a position of the running sum, each in
/// logarithmic time (Schaul et al. 2016, appendix B.2.1).
/// </summary>
/// <remarks>
/// A number is a leaf of a binary tree whose inner nodes hold the sums of their children. A change computes the parents again from their
/// children and never adds a difference. Therefore the sums have no drift: every node equals that of a tree built afresh, bit for bit.
/// </remarks>
internal sealed class SumTree
{
    private readonly double[] _sums;
    private readonly double[] _minima;
    private readonly int _capacity;

    /// <summary>Makes a tree without numbers.</summary>
    /// <param name="count">Number of indices, at least 1.</param>
    internal SumTree(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        _capacity = checked((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count));
        (_sums, _minima) = (new double[checked(2 * _capacity)], new double[2 * _capacity]);
        Array.Fill(_minima, double.PositiveInfinity);
    }

    /// <summary>Number of indices.</summary>
    internal int Count { get; }

    /// <summary>The number of leaves, a power of two.</summary>
    internal int Capacity => _capacity;

    /// <summary>The sum of all numbers.</summary>
    internal double Total => _sums[1];

    /// <summary>The smallest number; infinity if there is none.</summary>
    internal double Minimum => _minima[1];

    /// <summary>The number of an index; 0 if it has none.</summary>
    internal double this[int index] => _sums[_capacity + index];

    /// <summary>The sum of a node, for tests. Node 1 is the root, and the children of node k are 2k and 2k + 1.</summary>
    internal double SumOf(int node) => _sums[node];

    /// <summary>The bytes of a tree.</summary>
    internal static Int128 BytesOf(Int128 count) =>
        4 * sizeof(double) * (Int128)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Int128.Min(count, long.MaxValue));

    /// <summary>Sets the number of an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="number">A finite number of at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index or the number is out of its range.</exception>
    internal void Set(int index, double number)
    {
        if (!(number >= 0 && number < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(number), $"A priority is {number}; expected a finite number of at least 0.");
        Write(index, number, number);
    }

    /// <summary>Takes the number of an index away, so that it is neither found nor the minimum.</summary>
    internal void Remove(int index) => Write(index, 0, double.PositiveInfinity);

    /// <summary>
    /// Finds the index i for which the sum of the numbers before i is at most a position, and the sum up to i is above it. An index with
    /// the number 0 is never found.
    /// </summary>
    /// <param name="position">At least 0 and below <see cref="Total"/>.</param>
    /// <returns>The index.</returns>
    /// <exception cref="InvalidOperationException">All numbers are 0.</exception>
    internal int Find(double position)
    {
        if (!(Total > 0)) throw new InvalidOperationException("All priorities are 0; expected one above 0.");
        int node = 1;
        while (node < _capacity)
        {
            node *= 2;

            // The rounding of a subtraction may leave a position beyond the sum of the right child, which may be 0.
            if (position < _sums[node] || _sums[node + 1] == 0) continue;
            position -= _sums[node];
            node++;
        }

        return node - _capacity;
    }

    /// <summary>Writes or reads the numbers; −1 for an index that has none.</summary>
    internal void Transfer(StateTransfer state)
    {
        for (int leaf = _capacity; leaf < _capacity + Count; leaf++)
        {
            double number = double.IsPositiveInfinity(_minima[leaf]) ? -1 : _sums[leaf];
            state.Real(ref number, "priority", -1);
            if (state.IsRestoring) (_sums[leaf], _minima[leaf]) = number >= 0 ? (number, number) : (0, double.PositiveInfinity);
        }

        if (!state.IsRestoring) return;
        for (int node = _capacity - 1; node > 0; node--) Combine(node);
    }

    private void Write(int index, double sum, double minimum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int node = _capacity + index;
        (_sums[node], _minima[node]) = (sum, minimum);
        for (node /= 2; node > 0; node /= 2) Combine(node);
    }

    private void Combine(int node)
    {
        _sums[node] = _sums[2 * node] + _sums[(2 * node) + 1];
        _minima[node] = Math.Min(_minima[2 * node], _minima[(2 * node) + 1]);
    }
}
