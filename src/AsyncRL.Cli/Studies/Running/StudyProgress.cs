using System.Linq;
using AsyncRL.Cli.Views;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>
/// How far a study is, and how long it will take. The time of a run that has not ended is estimated from the ended runs of its arm on its
/// task, or from all.
/// </summary>
/// <param name="plan">The study.</param>
/// <param name="sideBySide">Runs at a time.</param>
internal sealed class StudyProgress(StudyPlan plan, int sideBySide)
{
    private readonly Lock _gate = new();
    private readonly HashSet<StudyCell> _ended = [];
    private readonly List<CellTraining> _running = [];
    private readonly Dictionary<string, (double Seconds, double AgentSteps)> _measured = [];
    private readonly Dictionary<StudyCell, double> _paused = [];
    private Func<StudyGroup, double> _aim = _ => 1;
    private string _stage = "";
    private int _failed;

    /// <summary>Notes that a run begins.</summary>
    /// <param name="training">The run.</param>
    internal void Begin(CellTraining training)
    {
        lock (_gate) _running.Add(training);
    }

    /// <summary>Notes that a run is no longer trained.</summary>
    /// <param name="training">The run.</param>
    /// <param name="result">Its result; null if it was stopped.</param>
    internal void End(CellTraining training, CellResult? result)
    {
        lock (_gate)
        {
            _running.Remove(training);
            if (result is not null) Count(training.Cell, result);
            else _paused[training.Cell] = training.Share;
        }
    }

    /// <summary>Notes how far runs are trained, before a rung of successive halving.</summary>
    /// <param name="stage">The rung, for the line of text. The time left is that to the rung.</param>
    /// <param name="aim">The share of its agent steps that each run of a combination has done at the rung.</param>
    internal void Aim(string stage, Func<StudyGroup, double> aim)
    {
        lock (_gate) (_stage, _aim) = ($"{stage}: ", aim);
    }

    /// <summary>Notes that a run had ended before.</summary>
    /// <param name="cell">The run.</param>
    /// <param name="result">Its result.</param>
    internal void Know(StudyCell cell, CellResult result)
    {
        lock (_gate) Count(cell, result);
    }

    /// <summary>Describes the progress.</summary>
    /// <returns>The share that is done, from 0 to 1, and a line of text.</returns>
    internal (double Share, string Text) Describe()
    {
        lock (_gate)
        {
            (double done, double left) = Estimate();
            string failed = _failed == 0 ? "" : $", {_failed} failed";
            string time = double.IsNaN(left) ? "" : $", {NumberText.Duration(left)} left";
            string now = _running.Count == 0 ? "" : $": {string.Join("; ", _running.ConvertAll(training => training.Cell.Name))}";
            double share = double.IsNaN(left) ? 0 : done + left > 0 ? done / (done + left) : 1;
            return (share, $"{_stage}{_ended.Count} of {NumberText.Count(plan.Runs, "run")}{failed}{time}{now}");
        }
    }

    private static string KindOf(StudyCell cell) => $"{cell.Group.Arm.Name}\n{cell.Group.Task.Name}";

    private void Count(StudyCell cell, CellResult result)
    {
        if (!_ended.Add(cell)) return;
        if (result.Failure is not null)
        {
            _failed++;
            return;
        }

        foreach (string kind in (string[])[KindOf(cell), ""])
        {
            (double seconds, double steps) = _measured.GetValueOrDefault(kind);
            _measured[kind] = (seconds + result.Seconds, steps + result.AgentSteps);
        }
    }

    /// <summary>The seconds of work that are done and left; NaN as long as nothing is measured.</summary>
    private (double Done, double Left) Estimate()
    {
        if (!_measured.TryGetValue("", out (double Seconds, double AgentSteps) all))
            return (0, _running.Count == 0 && _ended.Count == plan.Runs ? 0 : double.NaN);
        (double done, double left) = (0, 0);
        int waiting = plan.Cells.Count(cell => !cell.Group.IsAlone && !_ended.Contains(cell));
        int together = Math.Clamp(waiting, 1, sideBySide);
        foreach (StudyGroup group in plan.Groups)
        {
            foreach (StudyCell cell in group.Cells)
            {
                (double seconds, double steps) = _measured.GetValueOrDefault(KindOf(cell), all);
                double whole = group.SecondsAt(steps / seconds) / (group.IsAlone ? 1 : together);
                double share = _ended.Contains(cell) ? 1
                    : _running.Find(training => training.Cell == cell)?.Share ?? _paused.GetValueOrDefault(cell);
                done += share * whole;
                left += Math.Max(0, _aim(group) - share) * whole;
            }
        }

        return (done, left);
    }
}
