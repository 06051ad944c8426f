using System.Diagnostics;
using System.Linq;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>Measures how fast the runs of a study are, to say how long the study will take.</summary>
internal static class SpeedProbe
{
    /// <summary>Long enough that compilation of the first loops does not dominate.</summary>
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>Estimates the time of a study, each arm on each task by the first of its combinations.</summary>
    /// <param name="plan">The study.</param>
    /// <param name="sideBySide">Runs of one thread at a time.</param>
    /// <param name="report">Receives the share of the probes that is done, and the present one.</param>
    /// <param name="stop">Cancelled to end the probes.</param>
    /// <returns>Seconds, without final evaluations.</returns>
    /// <exception cref="OperationCanceledException">The probes were ended.</exception>
    internal static double Seconds(StudyPlan plan, int sideBySide, Action<double, string> report, CancellationToken stop)
    {
        int together = Math.Clamp(plan.Cells.Count(cell => !cell.Group.IsAlone), 1, sideBySide);
        var rates = new Dictionary<(string, string, int), double>();
        double seconds = 0;
        int done = 0;
        foreach (StudyGroup group in plan.Groups)
        {
            stop.ThrowIfCancellationRequested();
            (string, string, int) kind = (group.Task.Name, group.Arm.Name, group.Configuration.Threads);
            if (!rates.TryGetValue(kind, out double rate))
            {
                report((double)done / plan.Groups.Length, $"measuring the speed of {group.Name}");
                rate = RateOf(group, stop);
                rates.Add(kind, rate);
            }

            done++;
            seconds += group.Cells.Count * group.SecondsAt(rate) / (group.IsAlone ? 1 : together);
        }

        return seconds;
    }

    private static double RateOf(StudyGroup group, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Time);
        long started = Stopwatch.GetTimestamp();
        try
        {
            TrainingResult result = Trainer.Train(group.ConfigurationThatLearnsAtOnce(), stop: limit.Token);
            stop.ThrowIfCancellationRequested();
            double seconds = Math.Min(result.Seconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
            return Math.Max(1, result.AgentSteps) / Math.Max(seconds, 1e-6);
        }
        catch (TrainingFaultException)
        {
            // A run that diverges at once takes hardly any time.
            return double.PositiveInfinity;
        }
    }
}
