using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>The progress report at the end of a run. If there was no earlier report, its statistics are those of the whole run.</summary>
internal sealed class LastProgress : ITrainingObserver
{
    /// <summary>The option that makes the report at the end the only one.</summary>
    internal static readonly (string Name, string Value) OneReport = ("report-seconds", "86400");

    private TrainingProgress? _progress;

    internal IReadOnlyList<ThreadStatistics> Threads => _progress!.Threads;

    internal long Updates
    {
        get
        {
            long updates = 0;
            foreach (ThreadStatistics thread in Threads) updates += thread.Updates;
            return updates;
        }
    }

    /// <summary>Sum of the staleness of all updates.</summary>
    internal double Staleness
    {
        get
        {
            double staleness = 0;
            foreach (ThreadStatistics thread in Threads) staleness += thread.MeanStaleness * thread.Updates;
            return staleness;
        }
    }

    internal double MeanStaleness => Staleness / Updates;

    internal double LargestStaleness
    {
        get
        {
            double largest = 0;
            foreach (ThreadStatistics thread in Threads) largest = Math.Max(largest, thread.LargestStaleness);
            return largest;
        }
    }

    public void Observe(TrainingProgress progress) => _progress = progress;

    public void ObserveEvaluation(int finished, int total)
    {
    }
}
