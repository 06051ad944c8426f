namespace AsyncRL.Algorithms.Replay;

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
