using AsyncRL.Core.State;

namespace AsyncRL.Environments.Normalization;

/// <summary>
/// Mean and variance of each component of the vectors seen so far. They are computed in one pass (Welford, 1962) and can be merged with
/// other moments (Chan, Golub and LeVeque, 1979).
/// </summary>
/// <remarks>
/// The object stores the number of vectors, and for each component the mean and the sum M2 of squared distances from it. It never subtracts
/// large sums from each other, so a mean far from 0 costs no digits. M2 grows only by squares, so no variance is negative.
/// </remarks>
public sealed class RunningMoments
{
    private readonly double[] _means;
    private readonly double[] _squares;

    /// <summary>Makes moments of no vectors yet.</summary>
    /// <param name="size">Components of a vector, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public RunningMoments(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _means = new double[size];
        _squares = new double[size];
    }

    /// <summary>Components of a vector.</summary>
    public int Size => _means.Length;

    /// <summary>The number of vectors seen, a whole number.</summary>
    public double Count { get; private set; }

    /// <summary>The mean of a component.</summary>
    /// <param name="component">Its number, from 0.</param>
    /// <returns>The mean; 0 if nothing was seen.</returns>
    public double MeanOf(int component) => _means[component];

    /// <summary>The variance of a component; the divisor is the number of vectors.</summary>
    /// <param name="component">Its number, from 0.</param>
    /// <returns>The variance, at least 0; 0 if nothing was seen.</returns>
    public double VarianceOf(int component) => Count > 0 ? _squares[component] / Count : 0;

    /// <summary>M2 of a component.</summary>
    internal double SquaresOf(int component) => _squares[component];

    /// <summary>Removes all vectors.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(_means);
        Array.Clear(_squares);
    }

    /// <summary>Adds a vector.</summary>
    /// <param name="vector">Its components, all finite.</param>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        CheckLength(vector.Length, Size);
        Count++;
        for (int component = 0; component < vector.Length; component++)
            Grow(ref _means[component], ref _squares[component], Count, vector[component]);
    }

    /// <summary>Adds the vectors that other moments were computed from.</summary>
    /// <param name="other">Moments of vectors of the same length; unchanged.</param>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public void Merge(RunningMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        CheckLength(other.Size, Size);
        for (int component = 0; component < Size; component++)
            MergeComponent(component, other.Count, other._means[component], other._squares[component]);
        Count += other.Count;
    }

    /// <summary>Saves or restores the moments of vectors of the same length: the count, then the means, then the M2.</summary>
    /// <param name="state">The destination or the source of the moments.</param>
    /// <exception cref="InvalidDataException">A number is not finite, or a count or a sum of squares is negative.</exception>
    public void Transfer(StateTransfer state)
    {
        Count = state.Real(Count, "count of moments", 0);
        state.Reals(_means, "mean of moments");
        state.Reals(_squares, "sum of squares of moments", 0);
    }

    /// <summary>Welford's step for one component.</summary>
    /// <param name="mean">The mean before, then after.</param>
    /// <param name="squares">M2 before, then after.</param>
    /// <param name="count">The number of values, including the new one.</param>
    /// <param name="number">The new value.</param>
    internal static void Grow(ref double mean, ref double squares, double count, double number)
    {
        double distance = number - mean;
        mean += distance / count;
        squares += distance * distance * ((count - 1) / count);
    }

    /// <summary>Merges one component of other moments; the caller calls <see cref="CountIn"/> after all components.</summary>
    /// <param name="component">Its number.</param>
    /// <param name="count">The number of values in the other moments.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="squares">Their M2.</param>
    internal void MergeComponent(int component, double count, double mean, double squares)
    {
        if (count == 0) return;
        double total = Count + count;
        double distance = mean - _means[component];
        _means[component] += distance * (count / total);
        _squares[component] += squares + (distance * distance * (Count * (count / total)));
    }

    /// <summary>Adds only to the count.</summary>
    internal void CountIn(double count) => Count += count;

    internal static void CheckLength(int length, int expected)
    {
        if (length != expected) throw new ArgumentException($"The vector has {length} components; expected {expected}.");
    }
}
