namespace AsyncRL.Algorithms.Replay;

/// <content>Stretches: agent steps of one episode that follow each other.</content>
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

    private bool CanFollow(long row) => row < Written && IsState(row) && IsComplete(row);
}
