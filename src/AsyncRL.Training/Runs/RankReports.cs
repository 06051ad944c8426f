using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>Brings the counts and the episodes of all ranks to the reporter of rank 0.</summary>
/// <param name="communicator">Connects the ranks.</param>
/// <param name="engine">The engine of this rank.</param>
/// <param name="rounds">Its rounds.</param>
/// <param name="reporter">The reporter of the run; used on rank 0.</param>
internal sealed class RankReports(ICommunicator communicator, Engine engine, IRankRounds rounds, Reporter reporter)
{
    private readonly List<EpisodeRecord> _episodes = [];

    /// <summary>Takes the finished episodes from the actor-learners' queues, before the queues are full.</summary>
    internal void Collect()
    {
        if (communicator.Rank == 0)
        {
            reporter.CollectEpisodes();
            return;
        }

        foreach (IWorker worker in engine.Workers)
        {
            while (worker.Episodes is { } queue && queue.TryTake(out EpisodeRecord episode))
            {
                if (!engine.IsSimulated) engine.CountReturn(episode.Return);
                _episodes.Add(episode);
            }
        }
    }

    /// <summary>Brings the reports of all ranks to rank 0. All ranks call it.</summary>
    /// <param name="fault">The failure of a worker of this rank; null if there was none.</param>
    /// <returns>On rank 0 the reports in the order of the ranks; on the others nothing.</returns>
    internal IReadOnlyList<RankReport> Exchange(WorkerFault? fault)
    {
        Collect();
        var report = new RankReport
        {
            Learners = [.. Array.ConvertAll([.. engine.Workers], worker => worker.Statistics.Read())],
            Episodes = _episodes,
            Dropped = communicator.Rank == 0 ? 0 : Dropped(),
            Exchange = [.. rounds.Counts.Read()],
            Fault = fault is null ? "" : $"{fault.Worker} failed at agent step {fault.AgentStep}: {fault.Exception.Message}",
            End = CheckpointMaker.EndOf(fault?.Exception),
        };
        IReadOnlyList<byte[]> all = communicator.Gather(report.ToBytes());
        _episodes.Clear();
        var reports = new List<RankReport>();
        foreach (byte[] bytes in all) reports.Add(RankReport.Read(bytes));
        if (communicator.Rank == 0) reporter.Include(reports);
        return reports;
    }

    private long Dropped()
    {
        var queues = new HashSet<EpisodeQueue>();
        long dropped = 0;
        foreach (IWorker worker in engine.Workers)
        {
            if (worker.Episodes is { } queue && queues.Add(queue)) dropped += queue.Dropped;
        }

        return dropped;
    }
}
