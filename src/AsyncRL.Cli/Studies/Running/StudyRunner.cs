using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>
/// Trains the runs of a study: runs of one thread side by side, then runs of several threads one after another. Runs that have ended are
/// not repeated, and runs that were begun are continued. A study that halves is trained rung by rung.
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
        var left = new List<(StudyCell Cell, long? Rung)>();
        foreach (StudyCell cell in plan.Cells)
        {
            if (CellResult.Read(cell.PathIn(directory)) is { } known) _progress.Know(cell, known);
            else left.Add((cell, null));
        }

        ImmutableArray<Halving> halvings = Halving.Of(plan, directory);
        if (halvings.IsEmpty) return TrainAll(left);
        int problems = 0, rungs = halvings.Max(halving => halving.Remaining.Length);
        for (int rung = 0; rung < rungs && problems == 0 && !stop.IsCancellationRequested; rung++)
        {
            List<(StudyCell Cell, long? Rung)> next = LeftTo(rung, halvings, $"rung {rung + 1} of {rungs}");
            problems = TrainAll(next);
        }

        return problems;
    }

    /// <summary>The runs that have not come to a rung, among those that are trained to it, seed by seed.</summary>
    private List<(StudyCell Cell, long? Rung)> LeftTo(int rung, ImmutableArray<Halving> halvings, string name)
    {
        var trained = new Dictionary<StudyGroup, long>();
        foreach (Halving halving in halvings.Where(halving => rung < halving.Remaining.Length))
        {
            foreach (StudyGroup group in halving.TrainedTo(rung)) trained.Add(group, halving.AgentStepsAt(group, rung));
        }

        _progress.Aim(name, group => trained.TryGetValue(group, out long steps) ? (double)steps / group.Configuration.AgentSteps : 0);
        List<(StudyCell Cell, long? Rung)> left = [];
        foreach (StudyCell cell in plan.Cells)
        {
            if (!trained.TryGetValue(cell.Group, out long steps)) continue;
            string path = cell.PathIn(directory);
            bool isEnd = steps >= cell.Group.Configuration.AgentSteps;
            if (isEnd ? CellResult.Read(path) is null : RungScore.Read(path, steps) is null) left.Add((cell, isEnd ? null : steps));
        }

        return left;
    }

    private int TrainAll(List<(StudyCell Cell, long? Rung)> cells)
    {
        List<(StudyCell Cell, long? Rung)> together = cells.FindAll(item => !item.Cell.Group.IsAlone);
        return TrainAll(together, Math.Min(sideBySide, together.Count)) + TrainAll(cells.FindAll(item => item.Cell.Group.IsAlone), 1);
    }

    private int TrainAll(List<(StudyCell Cell, long? Rung)> cells, int atATime)
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
                Train(cells[index].Cell, cells[index].Rung);
            }

            ended.Signal();
        }
    }

    private void Train(StudyCell cell, long? rung)
    {
        var training = new CellTraining(cell, cell.PathIn(directory));
        _progress.Begin(training);
        CellResult? result = training.Train(rung, stop);
        _progress.End(training, result);
        if (training.Problem is not null) _problems.Enqueue(training);
    }
}
