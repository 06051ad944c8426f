namespace AsyncRL.Training.Exchange;

/// <summary>
/// The returns of finished episodes, which every rank brings to all ranks in its rounds. All ranks count them in the same order, so that
/// all of them know after the same round whether the run has reached its target return.
/// </summary>
/// <param name="count">Counts a return of any rank. Called by the thread of the rounds.</param>
/// <param name="kept">Returns that decide; older ones of a rank that wait are dropped.</param>
internal sealed class RankReturns(Action<double> count, int kept)
{
    /// <summary>Two floats keep 48 bits of a double. The returns of usual tasks are exact with them.</summary>
    private const int FloatsOfReturn = 2;

    /// <summary>The numbers of all ranks in a round are few beside θ.</summary>
    private const int MostOfAllRanks = 1 << 14;

    private readonly object _gate = new();
    private readonly Queue<double> _waiting = new();

    /// <summary>The floats that a rank needs in a round of other numbers.</summary>
    /// <param name="ranks">Number of ranks.</param>
    internal int FloatsOfRank(int ranks) => 1 + (FloatsOfReturn * Math.Clamp(MostOfAllRanks / ranks, 1, kept));

    /// <summary>Keeps a return of this rank until the next round. Called by the thread that takes finished episodes.</summary>
    /// <param name="episodeReturn">The return.</param>
    internal void Add(double episodeReturn)
    {
        lock (_gate)
        {
            if (_waiting.Count == kept) _waiting.Dequeue();
            _waiting.Enqueue(episodeReturn);
        }
    }

    /// <summary>Writes the returns that wait, as many as there is room for, the oldest first.</summary>
    /// <param name="numbers">Receives their number, and two floats of each.</param>
    internal void Write(Span<float> numbers)
    {
        numbers.Clear();
        lock (_gate)
        {
            int room = (numbers.Length - 1) / FloatsOfReturn, written = Math.Min(room, _waiting.Count);
            numbers[0] = written;
            for (int i = 0; i < written; i++)
            {
                double episodeReturn = _waiting.Dequeue();
                float high = (float)episodeReturn;
                numbers[1 + (FloatsOfReturn * i)] = high;
                numbers[2 + (FloatsOfReturn * i)] = (float)(episodeReturn - high);
            }
        }
    }

    /// <summary>Counts one return of a rank. The ranks take turns, so that none of them alone decides.</summary>
    /// <param name="numbers">What the rank wrote.</param>
    /// <param name="index">The number of the return.</param>
    /// <returns>Whether there was one.</returns>
    internal bool Count(ReadOnlySpan<float> numbers, int index)
    {
        if (index >= numbers[0]) return false;
        count((double)numbers[1 + (FloatsOfReturn * index)] + numbers[2 + (FloatsOfReturn * index)]);
        return true;
    }
}
