using AsyncRL.Core.State;

namespace AsyncRL.Environments.Normalization;

/// <summary>
/// <see cref="RunningMoments"/> of the vectors of many threads. Each thread adds to its own slot, and any thread can merge all slots.
/// </summary>
/// <remarks>
/// There are no locks. Each slot is written by one thread only, number by number with volatile stores, and read with volatile loads, so no
/// number is torn. A reader may find a mean that is newer than its M2. The error is as large as the weight of the vectors added in the
/// meantime among all vectors, and it disappears at the next merge. In every case means are finite and M2 is not negative, so no variance
/// is negative. The count is written last and read first, so a reader that sees a vector in the count also sees it in the numbers. Slots
/// are 128 bytes apart from each other and from other objects, because processors fetch cache lines in pairs: adding to one slot does not
/// slow down another.
/// </remarks>
public sealed class SharedMoments
{
    /// <summary>Doubles in 128 bytes.</summary>
    private const int Padding = 16;

    /// <summary>The offset of a slot's means, after its count.</summary>
    private const int Means = 1;

    private readonly double[] _slots;
    private readonly double[]? _published;
    private readonly int _stride;

    /// <summary>Makes moments of no vectors yet.</summary>
    /// <param name="writers">The number of slots, one per thread that adds.</param>
    /// <param name="size">Components of a vector.</param>
    /// <param name="isPublished">
    /// Whether added vectors become visible to <see cref="Collect"/> only when <see cref="Publish"/> is called. Otherwise they are visible
    /// at once.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public SharedMoments(int writers, int size, bool isPublished = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(writers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Writers = writers;
        Size = size;
        _stride = checked(Means + (2 * size) + Padding);
        _slots = new double[checked(Padding + (writers * _stride))];
        if (isPublished) _published = new double[_slots.Length];
    }

    /// <summary>The number of slots.</summary>
    public int Writers { get; }

    /// <summary>Components of a vector.</summary>
    public int Size { get; }

    /// <summary>Adds a vector. Two threads must never add to the same slot.</summary>
    /// <param name="slot">The calling thread's slot, from 0.</param>
    /// <param name="vector">Its components, all finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public void Add(int slot, ReadOnlySpan<float> vector)
    {
        RunningMoments.CheckLength(vector.Length, Size);
        Span<double> numbers = SlotOf(slot);
        double count = numbers[0] + 1;
        Span<double> means = numbers.Slice(Means, Size), squares = numbers[(Means + Size)..];
        for (int component = 0; component < vector.Length; component++)
        {
            (double mean, double square) = (means[component], squares[component]);
            RunningMoments.Grow(ref mean, ref square, count, vector[component]);
            Volatile.Write(ref means[component], mean);
            Volatile.Write(ref squares[component], square);
        }

        Volatile.Write(ref numbers[0], count);
    }

    /// <summary>
    /// Makes all added vectors visible. No thread may add or collect meanwhile. Threads that publish only at their meetings see the same
    /// moments in every repetition.
    /// </summary>
    public void Publish()
    {
        if (_published is not null) _slots.CopyTo(_published, 0);
    }

    /// <summary>Merges the moments of all slots; other threads may add in the meantime.</summary>
    /// <param name="into">Receives the moments; its earlier content is replaced.</param>
    /// <exception cref="ArgumentException">Its vectors have another length.</exception>
    public void Collect(RunningMoments into)
    {
        ArgumentNullException.ThrowIfNull(into);
        RunningMoments.CheckLength(into.Size, Size);
        into.Clear();
        for (int slot = 0; slot < Writers; slot++)
        {
            Span<double> numbers = SlotOf(_published ?? _slots, slot);
            double count = Volatile.Read(ref numbers[0]);
            Span<double> means = numbers.Slice(Means, Size), squares = numbers[(Means + Size)..];
            for (int component = 0; component < Size; component++)
                into.MergeComponent(component, count, Volatile.Read(ref means[component]), Volatile.Read(ref squares[component]));
            into.CountIn(count);
        }
    }

    /// <summary>
    /// Starts from the sums of other moments, which may have another number of slots. The first slot receives all sums. The caller must
    /// call this method before any thread adds.
    /// </summary>
    /// <param name="other">The moments of vectors of the same length.</param>
    /// <exception cref="ArgumentException">Their vectors have another length.</exception>
    public void ContinueFrom(SharedMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RunningMoments.CheckLength(other.Size, Size);
        var seen = new RunningMoments(Size);
        other.Collect(seen);
        Span<double> numbers = SlotOf(0);
        numbers[0] = seen.Count;
        for (int component = 0; component < Size; component++)
        {
            numbers[Means + component] = seen.MeanOf(component);
            numbers[Means + Size + component] = seen.SquaresOf(component);
        }
    }

    /// <summary>
    /// Saves or restores a slot as <see cref="RunningMoments.Transfer"/> does. The slot's thread must not add at the same time. Moments
    /// that a run saved become available so to the environments of an evaluation.
    /// </summary>
    /// <param name="slot">Its number, from 0.</param>
    /// <param name="state">The destination or the source of the moments.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="InvalidDataException">A number is not finite, or a count or a sum of squares is negative.</exception>
    public void TransferSlot(int slot, StateTransfer state)
    {
        Span<double> numbers = SlotOf(slot);
        for (int i = 0; i < numbers.Length; i++)
        {
            bool isMean = i >= Means && i < Means + Size;
            double number = state.Real(numbers[i], "normalization's moment", isMean ? double.MinValue : 0);
            if (state.IsRestoring) Volatile.Write(ref numbers[i], number);
        }
    }

    /// <summary>Numbers of a slot: its count, its means and its sums of squares.</summary>
    public int NumbersOfSlot => Means + (2 * Size);

    /// <summary>Copies the numbers of a slot. Its thread must not add meanwhile.</summary>
    /// <param name="slot">Its number, from 0.</param>
    /// <param name="to">Receives <see cref="NumbersOfSlot"/> numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public void CopySlot(int slot, Span<double> to) => SlotOf(slot).CopyTo(to);

    /// <summary>Replaces the numbers of a slot by those that <see cref="CopySlot"/> copied in another process.</summary>
    /// <param name="slot">Its number, from 0.</param>
    /// <param name="from"><see cref="NumbersOfSlot"/> numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public void ReplaceSlot(int slot, ReadOnlySpan<double> from) => from[..NumbersOfSlot].CopyTo(SlotOf(slot));

    private Span<double> SlotOf(int slot) => SlotOf(_slots, slot);

    /// <summary>A slot's count, means and M2.</summary>
    private Span<double> SlotOf(double[] slots, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)Writers, nameof(slot));
        return slots.AsSpan(Padding + (slot * _stride), NumbersOfSlot);
    }
}
