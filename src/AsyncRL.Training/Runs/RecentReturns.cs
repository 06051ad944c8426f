using AsyncRL.Core.State;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The returns of the latest finished episodes, and whether their mean has reached the target at which the run ends. One thread adds
/// returns: the thread of the simulated execution, or the reporter's. Any thread may read <see cref="IsReached"/>.
/// </summary>
/// <param name="target">The mean return at which the run ends; null for none.</param>
/// <param name="episodes">Episodes over which the mean is taken.</param>
internal sealed class RecentReturns(double? target, int episodes) : IEarlyEnd
{
    private readonly double[] _returns = new double[episodes];
    private int _next;
    private double _sum;
    private bool _isReached;

    /// <summary>Whether the mean has reached the target at any time.</summary>
    public bool IsReached => Volatile.Read(ref _isReached);

    /// <summary>Number of counted episodes, at most the number over which the mean is taken.</summary>
    internal int Count { get; private set; }

    /// <summary>The mean over the given number of episodes; NaN before this number of episodes has finished.</summary>
    internal double Mean => Count == episodes ? _sum / episodes : double.NaN;

    /// <summary>Counts a finished episode.</summary>
    /// <param name="episodeReturn">Its raw return.</param>
    internal void Add(double episodeReturn)
    {
        _sum += episodeReturn - _returns[_next];
        _returns[_next] = episodeReturn;
        if (Count < episodes) Count++;
        if (++_next == episodes) BeginAgain();
        if (Mean >= target) Volatile.Write(ref _isReached, true);
    }

    /// <summary>
    /// Writes or reads the returns, the oldest first, and whether they have reached the target. If the number of episodes of the mean has
    /// changed, the latest returns are kept. If the target has changed, it counts as not yet reached.
    /// </summary>
    internal void Transfer(StateTransfer state)
    {
        double before = state.AnyReal(target ?? double.NaN);
        bool wasReached = state.Truth(_isReached, "mark of a reached target");
        int length = state.Number(episodes, "number of episodes of a mean", 1, RunOptions.MostTargetEpisodes);
        int count = state.Number(Count, "number of returns", 0, length), next = state.Number(_next, "place of a return", 0, length - 1);
        double sum = state.Real(_sum, "sum of returns");
        int oldest = Count == episodes ? _next : 0;
        for (int i = 0; i < count; i++)
        {
            double episodeReturn = state.Real(state.IsRestoring ? 0 : _returns[(oldest + i) % episodes], "return of an episode");
            if (state.IsRestoring) Add(episodeReturn);
        }

        if (!state.IsRestoring) return;
        _isReached = wasReached && before == target;
        if (length != episodes) return;

        // The same positions give the same rounded sum: the run continues as if it had not been interrupted.
        if (count == episodes) TurnTo(next);
        _sum = sum;
    }

    /// <summary>Rotates the returns, so that the oldest moves from the first position to another.</summary>
    private void TurnTo(int place)
    {
        double[] inOrder = [.. _returns];
        for (int i = 0; i < episodes; i++) _returns[(place + i) % episodes] = inOrder[i];
        _next = place;
    }

    /// <summary>Recomputes the sum once per round of the buffer, so that rounding errors do not accumulate.</summary>
    private void BeginAgain()
    {
        _next = 0;
        _sum = 0;
        foreach (double episodeReturn in _returns) _sum += episodeReturn;
    }
}

/// <summary>
/// What ends a run before its agent steps are done: its target return, or its seconds. Any thread may read <see cref="IsReached"/>.
/// </summary>
/// <param name="returns">The latest returns.</param>
/// <param name="seconds">Seconds of training after which the run ends; null for no such end.</param>
internal sealed class EarlyEnd(RecentReturns returns, double? seconds) : IEarlyEnd
{
    private bool _isTimeOver;

    /// <summary>Whether the target return has been reached, or the seconds were over at the latest <see cref="Note"/>.</summary>
    public bool IsReached => returns.IsReached || Volatile.Read(ref _isTimeOver);

    /// <summary>Notes how long the run has been trained.</summary>
    /// <param name="trained">Seconds, with those before a resume.</param>
    internal void Note(double trained)
    {
        if (trained >= seconds) Volatile.Write(ref _isTimeOver, true);
    }
}
