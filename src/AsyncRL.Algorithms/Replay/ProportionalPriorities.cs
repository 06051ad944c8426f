using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// A transition is drawn with a probability proportional to pᵅ, where p = |error| + ε (Schaul et al. 2016, equation 1, "proportional"). A
/// share m of the probability can be uniform.
/// </summary>
internal sealed class ProportionalPriorities : IPriorities
{
    private readonly SumTree _tree;
    private readonly SlotList _slots;
    private readonly double _exponent;
    private readonly double _offset;
    private readonly double _uniformShare;
    private double _largest = 1;

    /// <summary>Makes the priorities of no transitions.</summary>
    /// <param name="slots">Number of slots.</param>
    /// <param name="exponent">α.</param>
    /// <param name="offset">ε.</param>
    /// <param name="uniformShare">m.</param>
    internal ProportionalPriorities(int slots, double exponent, double offset, double uniformShare = 0)
    {
        (_tree, _slots) = (new SumTree(slots), new SlotList(slots));
        (_exponent, _offset, _uniformShare) = (exponent, offset, uniformShare);
    }

    /// <inheritdoc/>
    public int Count => _slots.Count;

    /// <inheritdoc/>
    public double SmallestProbability => Mixed(_tree.Minimum);

    /// <inheritdoc/>
    public bool Contains(int slot) => _slots.Contains(slot);

    /// <inheritdoc/>
    public void Add(int slot)                                                  // PER:1
    {
        _slots.Add(slot);
        _tree.Set(slot, _largest);
    }

    /// <inheritdoc/>
    public void Remove(int slot)
    {
        _slots.Remove(slot);
        _tree.Remove(slot);
    }

    /// <inheritdoc/>
    public void Set(int slot, double error)                                    // PER:5
    {
        if (!Contains(slot)) return;
        double priority = Math.Pow(Math.Abs(error) + _offset, _exponent);
        _tree.Set(slot, priority);
        _largest = Math.Max(_largest, priority);
    }

    /// <inheritdoc/>
    public int Draw(double uniform, out double probability)
    {
        // The first share m of the probability is uniform. Without any priority above 0 all of it is.
        double share = _tree.Total > 0 ? _uniformShare : 1;
        int slot = uniform < share
            ? _slots.Draw(uniform / share)
            : _tree.Find((uniform - share) / (1 - share) * _tree.Total);
        probability = Mixed(_tree[slot]);
        return slot;
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        state.Real(ref _largest, "largest priority", 0);
        _slots.Transfer(state);
        _tree.Transfer(state);
    }

    private double Mixed(double priority) => _tree.Total > 0
        ? ((1 - _uniformShare) * priority / _tree.Total) + (_uniformShare / Count)
        : 1.0 / Count;
}
