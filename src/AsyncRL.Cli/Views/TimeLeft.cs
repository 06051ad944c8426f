using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>The remaining time of a training at the speed of the last interval.</summary>
internal static class TimeLeft
{
    /// <summary>Estimates the remaining time.</summary>
    /// <param name="progress">The progress.</param>
    /// <returns>Seconds; NaN before the first report.</returns>
    internal static double Of(TrainingProgress progress)
    {
        double rate = progress.Recent.AgentStepsPerSecond;
        return rate > 0 ? Math.Max(0, progress.LastAgentStep - progress.AgentSteps) / rate : double.NaN;
    }
}
