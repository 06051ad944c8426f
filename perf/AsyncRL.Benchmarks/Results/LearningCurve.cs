using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>The mean return of the last 100 episodes over a run.</summary>
internal sealed class LearningCurve : ITrainingObserver
{
    /// <summary>Agent step, second, mean return.</summary>
    internal List<(long AgentStep, double Second, double Return)> Points { get; } = [];

    public void Observe(TrainingProgress progress)
    {
        if (!double.IsNaN(progress.RecentMeanReturn)) Points.Add((progress.AgentSteps, progress.Seconds, progress.RecentMeanReturn));
    }

    public void ObserveEvaluation(int finished, int total)
    {
    }

    /// <summary>The first point at which the curve reaches a return; (−1, NaN) if there is none.</summary>
    internal (long AgentStep, double Second) FirstAbove(double threshold)
    {
        foreach ((long step, double second, double mean) in Points)
        {
            if (mean >= threshold) return (step, second);
        }

        return (-1, double.NaN);
    }
}
