using AsyncRL.Cli.Live;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Views;

/// <summary>Shows a training while it runs.</summary>
internal interface ITrainingDisplay : ITrainingObserver
{
    /// <summary>Runs a training and shows it meanwhile.</summary>
    /// <param name="work">The training, observed by this display.</param>
    /// <returns>The training's result.</returns>
    TrainingResult Show(Func<TrainingResult> work);
}

/// <summary>Shows a training as lines of text, for files, pipes and terminals that cannot move the cursor.</summary>
/// <param name="writer">Receives the lines.</param>
/// <param name="clock">The clock that limits how often the evaluation is reported.</param>
internal sealed class PlainTrainingDisplay(TextWriter writer, TimeProvider clock) : ITrainingDisplay
{
    // A rate of the first moments, in which code is still compiled, says little.
    private const double SecondsBeforeFirstLine = 1, SecondsBetweenLines = 5;
    private double _nextLine = SecondsBeforeFirstLine;
    private ProgressLine? _evaluation;

    public TrainingResult Show(Func<TrainingResult> work) => work();

    /// <summary>Writes a line after a second, or at the end of a shorter training, and then one every few seconds.</summary>
    public void Observe(TrainingProgress progress)
    {
        bool isShort = _nextLine == SecondsBeforeFirstLine && progress.AgentSteps >= progress.LastAgentStep;
        if (progress.Recent.AgentSteps == 0 || (progress.Seconds < _nextLine && !isShort)) return;
        _nextLine = progress.Seconds + SecondsBetweenLines;
        writer.WriteLine(Describe(progress));
    }

    public void ObserveEvaluation(int finished, int total)
    {
        _evaluation ??= new ProgressLine(writer, isTerminal: false, clock);
        _evaluation.Report((double)finished / total, $"evaluation, {finished} of {total} episodes");
    }

    private static string Describe(TrainingProgress progress)
    {
        IntervalStatistics recent = progress.Recent;
        double share = (double)progress.AgentSteps / progress.LastAgentStep;
        return $"{NumberText.Count(progress.AgentSteps)} of {NumberText.Count(progress.LastAgentStep)} agent steps "
            + $"({NumberText.Percent(share)} %), "
            + $"{NumberText.Count(recent.AgentStepsPerSecond)} per second, {NumberText.Duration(progress.Seconds)}, "
            + $"{NumberText.Duration(TimeLeft.Of(progress))} left; {NumberText.Count(recent.Episodes, "episode")}, "
            + $"mean return {NumberText.MeanReturn(progress.RecentMeanReturn)}, best {NumberText.Return(progress.BestReturn)}; "
            + $"entropy {NumberText.Significant(recent.Metric("entropy"))}, "
            + $"value loss {NumberText.Significant(recent.Metric("value_loss"))}, "
            + $"learning rate {NumberText.Significant(recent.LearningRate)}{TrainingSummary.DescribeLatest(progress)}";
    }
}

/// <summary>Shows a training as a dashboard that is redrawn in place.</summary>
/// <param name="console">The terminal.</param>
/// <param name="dashboard">The dashboard.</param>
/// <param name="clock">Limits how often an evaluation, which reports every episode, is drawn.</param>
internal sealed class LiveTrainingDisplay(IAnsiConsole console, Dashboard dashboard, TimeProvider clock) : ITrainingDisplay
{
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);

    private LiveFrame? _frame;
    private long _lastFrame;

    public TrainingResult Show(Func<TrainingResult> work)
    {
        using var frame = new LiveFrame(console);
        _frame = frame;
        return work();
    }

    public void Observe(TrainingProgress progress)
    {
        dashboard.Update(progress);
        Draw();
    }

    public void ObserveEvaluation(int finished, int total)
    {
        dashboard.Update(finished, total);
        if (finished == total || clock.GetElapsedTime(_lastFrame) >= BetweenFrames) Draw();
    }

    private void Draw()
    {
        _frame?.Draw(dashboard.Draw);
        _lastFrame = clock.GetTimestamp();
    }
}

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

/// <summary>Serves a live page while a training runs, beside another display.</summary>
/// <param name="inner">The display.</param>
/// <param name="run">The run's directory.</param>
/// <param name="configuration">The run.</param>
/// <param name="writer">Receives the address.</param>
internal sealed class PageDisplay(
    ITrainingDisplay inner, string run, TrainingConfiguration configuration, TextWriter writer) : ITrainingDisplay
{
    private LivePages? _pages;

    public TrainingResult Show(Func<TrainingResult> work)
    {
        using var pages = LivePages.Of(run, configuration);
        _pages = pages;
        pages.Announce(writer);
        return inner.Show(work);
    }

    public void ObserveStart(RunningAgent agent)
    {
        _pages?.Follow(agent);
        inner.ObserveStart(agent);
    }

    public void Observe(TrainingProgress progress) => inner.Observe(progress);

    public void ObserveEvaluation(int finished, int total) => inner.ObserveEvaluation(finished, total);
}
