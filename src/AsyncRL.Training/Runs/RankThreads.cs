using System.Runtime.ExceptionServices;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Runs the ranks of a run that have no process of their own as threads of this process: the groups of actor-learner threads, and the ranks
/// of the simulated execution. The latter exchange at fixed agent steps and wait for each other, so the result is the same bit for bit in
/// every repetition, and with two ranks the same as that of two processes.
/// </summary>
internal static class RankThreads
{
    /// <summary>Trains from the beginning.</summary>
    internal static TrainingResult Begin(
        TrainingConfiguration configuration, RunDirectory? directory, ITrainingObserver? observer, CancellationToken stop) =>
        Run(
            configuration,
            first => RankTraining.Begin(configuration, first, directory, observer, stop),
            other => RankTraining.Begin(configuration, other, null, null, stop));

    /// <summary>Continues a run.</summary>
    internal static TrainingResult Continue(Continuation continuation, ITrainingObserver? observer, CancellationToken stop)
    {
        TrainingConfiguration configuration = continuation.Configuration;
        return Run(
            configuration,
            first => RankTraining.Continue(continuation, first, observer, stop),
            other => RankTraining.Join(configuration, other, stop));
    }

    private static TrainingResult Run(
        TrainingConfiguration configuration, Func<ICommunicator, TrainingResult> first, Action<ICommunicator> other)
    {
        int ranks = configuration.RanksHere;
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(ranks);
        var threads = new List<Thread>();
        var problems = new Exception?[ranks];
        for (int rank = 1; rank < ranks; rank++)
        {
            InProcessCommunicator communicator = communicators[rank];
            var thread = new Thread(() => Catch(communicator, () => other(communicator)))
            {
                Name = $"{configuration.NameOfRank} {rank}",
                IsBackground = true,
            };
            thread.Start();
            threads.Add(thread);
        }

        TrainingResult? result = null;
        Catch(communicators[0], () => result = first(communicators[0]));
        foreach (Thread thread in threads) thread.Join();
        if (FirstCause(problems) is { } cause) ExceptionDispatchInfo.Throw(cause);
        return result!;

        void Catch(InProcessCommunicator communicator, Action run)
        {
            try
            {
                run();
            }
            catch (Exception problem)
            {
                problems[communicator.Rank] = problem;

                // The ranks have agreed on the failure of a worker, and end by themselves.
                if (problem is not TrainingFaultException) communicator.Abort(1);
            }
        }
    }

    /// <summary>
    /// The exception to tell: that of the first rank that failed by itself. A rank that waited for it ends with an exception that only
    /// follows from it.
    /// </summary>
    private static Exception? FirstCause(Exception?[] problems) =>
        Array.Find(problems, problem => problem is not null and not RankMissingException)
        ?? Array.Find(problems, problem => problem is not null);
}
