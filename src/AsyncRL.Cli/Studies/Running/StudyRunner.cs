using System.Collections.Concurrent;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>
/// Trains the runs of a study: runs of one thread side by side, then runs of several threads one after another. Runs that have ended are
/// not repeated, and runs that were begun are continued.
/// </summary>
/// <param name="plan">The study.</param>
/// <param name="directory">The study's directory.</param>
/// <param name="sideBySide">Runs of one thread at a time.</param>
/// <param name="report">Receives the share that is done and a line of text, about twice a second.</param>
/// <param name="tellProblem">Receives what went wrong with a run and is no result of its training, on the thread of the caller.</param>
/// <param name="stop">Cancelled to end the active runs, whose states are saved, and to begin no more.</param>
internal sealed class StudyRunner(
    StudyPlan plan,
    string directory,
    int sideBySide,
    Action<double, string> report,
    Action<StudyCell, Exception> tellProblem,
    CancellationToken stop)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(500);

    private readonly StudyProgress _progress = new(plan, sideBySide);
    private readonly ConcurrentQueue<CellTraining> _problems = new();

    /// <summary>Trains the runs.</summary>
    /// <returns>The number of runs that could not be trained for another reason than their own learning.</returns>
    internal int Run()
    {
        List<StudyCell> together = [], alone = [];
        foreach (StudyCell cell in plan.Cells)
        {
            if (CellResult.Read(cell.PathIn(directory)) is { } known) _progress.Know(cell, known);
            else (cell.Group.IsAlone ? alone : together).Add(cell);
        }

        return TrainAll(together, Math.Min(sideBySide, together.Count)) + TrainAll(alone, 1);
    }

    private int TrainAll(List<StudyCell> cells, int atATime)
    {
        if (cells.Count == 0) return 0;
        (int next, int problems) = (-1, 0);
        using var ended = new CountdownEvent(atATime);
        for (int i = 0; i < atATime; i++)
        {
            new Thread(TrainNext) { Name = $"study runner {i}", IsBackground = true }.Start();
        }

        while (!ended.Wait(BetweenReports))
        {
            (double share, string text) = _progress.Describe();
            report(share, text);
            TellProblems();
        }

        TellProblems();
        return problems;

        void TellProblems()
        {
            while (_problems.TryDequeue(out CellTraining? training))
            {
                problems++;
                tellProblem(training.Cell, training.Problem!);
            }
        }

        void TrainNext()
        {
            while (!stop.IsCancellationRequested)
            {
                int index = Interlocked.Increment(ref next);
                if (index >= cells.Count) break;
                Train(cells[index]);
            }

            ended.Signal();
        }
    }

    private void Train(StudyCell cell)
    {
        var training = new CellTraining(cell, cell.PathIn(directory));
        _progress.Begin(training);
        CellResult? result = training.Train(stop);
        _progress.End(training, result);
        if (training.Problem is not null) _problems.Enqueue(training);
    }
}
