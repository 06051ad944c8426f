using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The windows of a ring for reward prediction: three observations of one episode that follow each other, and the reward after the last of
/// them, which they do not show. A window is named by its last row. Windows with a reward of 0 and with another one are drawn with
/// probability ½ each (Jaderberg et al. 2017), or all from the group that has some.
/// </summary>
internal sealed class RewardWindows
{
    /// <summary>Observations of a window.</summary>
    internal const int Length = 3;

    private readonly RewardGroups _groups;
    private readonly WindowItems _items;

    /// <summary>Makes the set of no windows.</summary>
    /// <param name="ring">The agent steps.</param>
    internal RewardWindows(ExperienceRing ring)
    {
        _groups = new RewardGroups(ring);
        _items = new WindowItems(ring, _groups);
    }

    /// <summary>Number of windows.</summary>
    internal int Count => _groups.Count;

    /// <summary>Bytes of the windows of a ring.</summary>
    internal static Int128 BytesOf(Int128 rows) => 2 * SlotList.BytesOf(rows);

    /// <summary>Takes in the windows that became complete, and takes away those that lost an observation.</summary>
    internal void Refresh() => _items.Refresh();

    /// <summary>Draws a window. There is at least one.</summary>
    /// <returns>Its last row.</returns>
    internal long Draw(RandomGenerator generator) => _items.Ring.RowOf(_groups.Draw(generator.NextDouble(), out _));

    /// <summary>Writes or reads the windows, after the ring, which its memory transfers.</summary>
    internal void Transfer(StateTransfer state)
    {
        _items.TransferRows(state);
        _groups.Transfer(state);
        if (state.IsRestoring && _items.CheckPriorities() is var items && items != Count)
            throw new InvalidDataException($"a replay memory lists {Count} windows of rewards; expected {items}, as many as it can draw");
    }

    /// <summary>The rows with two earlier observations of the same episode. No episode ends between them.</summary>
    private sealed class WindowItems(ExperienceRing ring, IPriorities groups) : RingItems(ring, groups, firstSlot: 0)
    {
        protected override bool IsItem(long row)
        {
            for (long before = row - 1; before > row - Length; before--)
            {
                if (before < 0 || !Ring.IsState(before) || Ring.IsEnd(before)) return false;
            }

            return base.IsItem(row);
        }

        protected override bool IsLost(long row) => base.IsLost(row - Length + 1);
    }

    /// <summary>The slots of two groups: reward 0, and another reward.</summary>
    private sealed class RewardGroups(ExperienceRing ring) : IPriorities
    {
        private readonly SlotList _zero = new(ring.Capacity);
        private readonly SlotList _nonZero = new(ring.Capacity);

        public int Count => _zero.Count + _nonZero.Count;

        public double SmallestProbability => ProbabilityIn(_zero.Count > _nonZero.Count ? _zero : _nonZero);

        public bool Contains(int slot) => _zero.Contains(slot) || _nonZero.Contains(slot);

        public void Add(int slot) => (ring.RewardOf(ring.RowOf(slot)) == 0 ? _zero : _nonZero).Add(slot);

        public void Remove(int slot) => (_zero.Contains(slot) ? _zero : _nonZero).Remove(slot);

        public void Set(int slot, double error)
        {
        }

        public int Draw(double uniform, out double probability)
        {
            bool isSplit = _zero.Count > 0 && _nonZero.Count > 0, drawsZero = isSplit ? uniform < 0.5 : _zero.Count > 0;
            SlotList group = drawsZero ? _zero : _nonZero;
            probability = ProbabilityIn(group);
            double share = !isSplit ? uniform : drawsZero ? 2 * uniform : (2 * uniform) - 1;
            return group.Draw(share);
        }

        public void Transfer(StateTransfer state)
        {
            _zero.Transfer(state);
            _nonZero.Transfer(state);
        }

        private double ProbabilityIn(SlotList group) => (group.Count == Count ? 1 : 0.5) / group.Count;
    }
}
