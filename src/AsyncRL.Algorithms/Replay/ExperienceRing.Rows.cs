namespace AsyncRL.Algorithms.Replay;

/// <content>
/// Stretches, agent steps of one episode that follow each other; and copies of rows from a ring that another thread writes.
/// </content>
internal sealed partial class ExperienceRing
{
    /// <summary>The action of a row.</summary>
    internal int ActionOf(long row) => _actions[SlotOf(row)];

    /// <summary>The reward of a row, as training counts it.</summary>
    internal float RewardOf(long row) => _rewards[SlotOf(row)];

    /// <summary>The further numbers of a row.</summary>
    internal ReadOnlySpan<float> NumbersOf(long row) => NumbersIn(SlotOf(row));

    /// <summary>Whether the agent step of a row ended the episode in a terminal state, after which there is no observation.</summary>
    internal bool IsTerminal(long row) => (_flags[SlotOf(row)] & RowFlags.IsTerminal) != 0;

    /// <summary>
    /// The number of agent steps of a stretch that begins at a row. It ends with the episode, before an agent step whose end is not known,
    /// or at the largest length. Unless it ends in a terminal state, the row after it has the observation after it.
    /// </summary>
    /// <param name="row">A row that can be drawn.</param>
    /// <param name="longest">The largest length, at least 1.</param>
    internal int LengthOfStretch(long row, int longest)
    {
        int length = 1;
        while (length < longest && (_flags[SlotOf(row + length - 1)] & RowFlags.IsEnd) == 0 && CanFollow(row + length)) length++;
        return length;
    }

    /// <summary>
    /// Adds a row of another ring of the same environment. The rows come in their order. A row whose older frames this ring has never had
    /// cannot be drawn.
    /// </summary>
    /// <param name="source">The other ring, with as many further numbers.</param>
    /// <param name="row">A row that is still in its slot there.</param>
    /// <returns>Whether it is the row of an agent step, not that of an episode's last observation.</returns>
    internal bool Copy(ExperienceRing source, long row)
    {
        int from = source.SlotOf(row), to = SlotOf(Written);
        RowFlags flags = source._flags[from];
        bool isFirst = (flags & RowFlags.IsFirst) != 0, followsEnd = Written > 0 && IsEnd(Written - 1);
        bool isAgentStep = isFirst || !followsEnd;
        if (isFirst) AbandonOpenEpisode();
        if (source._older[from] > Written) flags &= ~RowFlags.IsState;
        (_flags[to], _older[to], _actions[to], _rewards[to]) = (flags, source._older[from], source._actions[from], source._rewards[from]);
        source.NumbersIn(from).CopyTo(NumbersIn(to));
        if (_blocks.IsPixels) source._blocks.Pixels(from).CopyTo(_blocks.Pixels(to));
        else source._blocks.Values(from).CopyTo(_blocks.Values(to));
        Written++;
        return isAgentStep;
    }

    private bool CanFollow(long row) => row < Written && IsState(row) && IsComplete(row);
}
