using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// What can be drawn from a ring, named by rows: transitions, or in a derived class longer parts of episodes. Items are taken in when they
/// become complete, and taken away when a part of them is overwritten.
/// </summary>
/// <param name="ring">The ring.</param>
/// <param name="priorities">The set of all items, by slot.</param>
/// <param name="firstSlot">The number of the ring's first slot among the slots of the priorities.</param>
internal class RingItems(ExperienceRing ring, IPriorities priorities, int firstSlot)
{
    private long _first;
    private long _end;

    /// <summary>The ring.</summary>
    internal ExperienceRing Ring => ring;

    /// <summary>Number of rows among which the items are.</summary>
    internal long Rows => _end - _first;

    /// <summary>Takes away the items that lost a part, and takes in those that became complete.</summary>
    internal void Refresh()
    {
        for (; _first < _end && IsLost(_first); _first++)
        {
            // The slot may have another row already, therefore the row's own flags are not read.
            if (priorities.Contains(SlotOf(_first))) priorities.Remove(SlotOf(_first));
        }

        for (; _end < ring.Written && IsDecided(_end); _end++)
        {
            if (IsItem(_end)) TakeIn(_end, SlotOf(_end));
        }
    }

    /// <summary>
    /// Keeps the state that the network has before the next agent step of the environment. Unless overridden, it keeps none.
    /// </summary>
    internal virtual void KeepState(Activations<float> batch, int sequence)
    {
    }

    /// <summary>
    /// Writes or reads the ring and which rows are taken in. The priorities are transferred by the class that made them.
    /// </summary>
    /// <param name="state">Writes or reads them.</param>
    /// <param name="choices">Number of actions.</param>
    internal virtual void Transfer(StateTransfer state, int choices)
    {
        ring.Transfer(state, choices);
        TransferRows(state);
    }

    /// <summary>Writes or reads which rows are taken in, after the ring; by itself for a second set of items of a ring.</summary>
    internal void TransferRows(StateTransfer state)
    {
        state.LongNumber(ref _first, "first row of a replay memory", ring.Oldest, ring.Written);
        state.LongNumber(ref _end, "last row of a replay memory", _first, ring.Written);
    }

    /// <summary>Checks that restored priorities are those of the items.</summary>
    /// <returns>Number of items.</returns>
    /// <exception cref="InvalidDataException">An item has no priority, or a row that is none has one.</exception>
    internal int CheckPriorities()
    {
        int items = 0;
        for (long row = _first; row < _end; row++)
        {
            bool isItem = IsItem(row);
            if (isItem != priorities.Contains(SlotOf(row)))
                throw new InvalidDataException($"the row {row} of a replay memory can be drawn or not, unlike its flags");
            items += isItem ? 1 : 0;
        }

        return items;
    }

    /// <summary>Whether it is known if a row can be drawn. Later rows are decided later.</summary>
    protected virtual bool IsDecided(long row) => ring.IsComplete(row);

    /// <summary>Whether a decided row can be drawn.</summary>
    protected virtual bool IsItem(long row) => ring.IsState(row);

    /// <summary>Takes in an item. Unless overridden, its priority is the largest so far.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="slot">Its slot among those of the priorities.</param>
    protected virtual void TakeIn(long row, int slot) => priorities.Add(slot);

    /// <summary>Whether a part of what is drawn with a row is overwritten.</summary>
    protected virtual bool IsLost(long row) => ring.IsLost(row);

    private int SlotOf(long row) => firstSlot + ring.SlotOf(row);
}

/// <summary>
/// Transitions whose first priorities come from the values that the actor computed when it acted, instead of the largest priority so far
/// (Horgan et al. 2018, section 3). The ring keeps Q(s, a) and max Q(s, ·) of each row.
/// </summary>
/// <param name="ring">The ring.</param>
/// <param name="priorities">The set of all items, by slot.</param>
/// <param name="firstSlot">The number of the ring's first slot among the slots of the priorities.</param>
/// <param name="discount">γ.</param>
internal sealed class ScoredItems(ExperienceRing ring, IPriorities priorities, int firstSlot, float discount)
    : RingItems(ring, priorities, firstSlot)
{
    /// <summary>Numbers of a row: Q(s, a) and max Q(s, ·).</summary>
    internal const int Numbers = 2;

    private readonly IPriorities _priorities = priorities;

    /// <inheritdoc/>
    protected override void TakeIn(long row, int slot)
    {
        base.TakeIn(row, slot);
        Transition transition = Ring.Read(row, discount);
        float target = transition.Return;
        if (transition.Next >= 0) target += transition.Factor * Ring.NumbersOf(transition.Next)[1];
        float error = Math.Abs(target - Ring.NumbersOf(row)[0]);                // APX:3

        // An update that draws an infinite reward refuses its gradient.
        if (float.IsFinite(error)) _priorities.Set(slot, error);
    }
}
