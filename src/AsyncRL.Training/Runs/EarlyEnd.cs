using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

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
