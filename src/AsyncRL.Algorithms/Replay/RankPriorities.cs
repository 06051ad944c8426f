using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// A transition is drawn with a probability proportional to rank⁻ᵅ, where rank 1 has the largest |error| (Schaul et al. 2016, equation 1,
/// "rank-based"). Outliers have no larger share than their rank gives them.
/// </summary>
/// <remarks>
/// The ranks are places in a binary heap, which is only roughly in order between two sorts (Schaul et al. 2016, appendix B.2.1). It is
/// sorted each time as many priorities were set as there are transitions.
/// </remarks>
internal sealed class RankPriorities : IPriorities
{
    private const int Nowhere = -1;

    private readonly double[] _keys;
    private readonly int[] _heap;
    private readonly int[] _places;
    private readonly SumTree _shares;
    private readonly double _exponent;
    private readonly Comparison<int> _order;
    private double _largest = 1;
    private int _changes;

    /// <summary>Makes the priorities of no transitions.</summary>
    /// <param name="slots">Number of slots.</param>
    /// <param name="exponent">α.</param>
    internal RankPriorities(int slots, double exponent)
    {
        (_keys, _heap, _places) = (new double[slots], new int[slots], new int[slots]);
        (_shares, _exponent, _order) = (new SumTree(slots), exponent, Compare);
        Array.Fill(_places, Nowhere);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public double SmallestProbability => _shares.Minimum / _shares.Total;

    /// <summary>The rank of a transition, from 1.</summary>
    internal int RankOf(int slot) => _places[slot] + 1;

    /// <inheritdoc/>
    public bool Contains(int slot) => _places[slot] != Nowhere;

    /// <inheritdoc/>
    public void Add(int slot)
    {
        if (Contains(slot)) throw new InvalidOperationException($"The slot {slot} is in the heap already; expected another.");
        _keys[slot] = _largest;
        _shares.Set(Count, Math.Pow(Count + 1, -_exponent));
        Place(slot, Count++);
        Rise(_places[slot]);
    }

    /// <inheritdoc/>
    public void Remove(int slot)
    {
        if (!Contains(slot)) throw new InvalidOperationException($"The slot {slot} is not in the heap; expected one that is.");
        int place = _places[slot];
        int last = _heap[--Count];
        _shares.Remove(Count);
        _places[slot] = Nowhere;
        if (last == slot) return;
        Place(last, place);
        Rise(place);
        Sink(_places[last]);
    }

    /// <inheritdoc/>
    public void Set(int slot, double error)
    {
        if (!Contains(slot)) return;
        _keys[slot] = Math.Abs(error);
        _largest = Math.Max(_largest, _keys[slot]);
        Rise(_places[slot]);
        Sink(_places[slot]);
        if (++_changes >= Count) Sort();
    }

    /// <summary>Puts all transitions in order.</summary>
    internal void Sort()
    {
        _changes = 0;
        Span<int> heap = _heap.AsSpan(0, Count);
        heap.Sort(_order);
        for (int place = 0; place < heap.Length; place++) _places[heap[place]] = place;
    }

    /// <inheritdoc/>
    public int Draw(double uniform, out double probability)
    {
        int place = _shares.Find(uniform * _shares.Total);
        probability = _shares[place] / _shares.Total;
        return _heap[place];
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        state.Real(ref _largest, "largest error", 0);
        state.Number(ref _changes, "number of changed priorities", 0, _heap.Length);
        int count = state.Number(Count, "number of transitions", 0, _heap.Length);
        if (state.IsRestoring) Clear();
        for (int place = 0; place < count; place++)
        {
            int slot = state.Number(_heap[place], "slot of a transition", 0, _heap.Length - 1);
            if (state.IsRestoring) Append(slot);
            state.Real(ref _keys[slot], "error of a transition", 0);
        }
    }

    private void Clear()
    {
        for (int place = 0; place < Count; place++) _shares.Remove(place);
        Array.Fill(_places, Nowhere);
        Count = 0;
    }

    /// <summary>Takes a restored transition in at the end of the heap.</summary>
    private void Append(int slot)
    {
        if (Contains(slot)) throw new InvalidDataException($"the slot of a transition is {slot} twice; expected each once");
        Place(slot, Count);
        _shares.Set(Count, Math.Pow(Count + 1, -_exponent));
        Count++;
    }

    private void Place(int slot, int place) => (_heap[place], _places[slot]) = (slot, place);

    private void Rise(int place)
    {
        int slot = _heap[place];
        while (place > 0)
        {
            int parent = (place - 1) / 2;
            if (_keys[_heap[parent]] >= _keys[slot]) break;
            Place(_heap[parent], place);
            place = parent;
        }

        Place(slot, place);
    }

    private void Sink(int place)
    {
        int slot = _heap[place];
        while ((2 * place) + 1 < Count)
        {
            int child = (2 * place) + 1;
            if (child + 1 < Count && _keys[_heap[child + 1]] > _keys[_heap[child]]) child++;
            if (_keys[slot] >= _keys[_heap[child]]) break;
            Place(_heap[child], place);
            place = child;
        }

        Place(slot, place);
    }

    /// <summary>The largest error first; of equal errors the smaller slot, so that the order does not depend on the algorithm.</summary>
    private int Compare(int left, int right)
    {
        int order = _keys[right].CompareTo(_keys[left]);
        return order != 0 ? order : left.CompareTo(right);
    }
}
