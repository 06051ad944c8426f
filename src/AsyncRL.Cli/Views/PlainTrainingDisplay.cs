using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>Shows a training as lines of text, for files, pipes and terminals that cannot move the cursor.</summary>
/// <param name="writer">Receives the lines.</param>
/// <param name="clock">The clock that limits how often the evaluation is reported.</param>
internal sealed class PlainTrainingDisplay(TextWriter writer, TimeProvider clock) : ITrainingDisplay
{
    private const double SecondsBetweenLines = 5;
    private double _nextLine = double.NaN;
    private ProgressLine? _evaluation;

    public TrainingResult Show(Func<TrainingResult> work) => work();

    /// <summary>Writes a line after the first report, and then one every few seconds.</summary>
    public void Observe(TrainingProgress progress)
    {
        if (progress.Recent.AgentSteps == 0 || progress.Seconds < _nextLine) return;
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
