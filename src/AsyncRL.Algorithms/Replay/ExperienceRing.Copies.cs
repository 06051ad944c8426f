namespace AsyncRL.Algorithms.Replay;

/// <content>Copies of rows from a ring that another thread writes.</content>
internal sealed partial class ExperienceRing
{
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
}
