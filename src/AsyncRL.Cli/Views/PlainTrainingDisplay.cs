using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>A training as lines of text, for files, pipes and terminals that cannot move the cursor.</summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="clock">The clock of the evaluation, which knows no time of its own.</param>
internal sealed class PlainTrainingDisplay(TextWriter writer, TimeProvider clock) : ITrainingDisplay
{
    private const double SecondsBetweenLines = 5;
    private double _nextLine = double.NaN;
    private ProgressLine? _evaluation;

    public TrainingResult Show(Func<TrainingResult> work) => work();

    /// <summary>A line after the first report, and one every few seconds.</summary>
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
        IntervalFigures recent = progress.Recent;
        double share = (double)progress.AgentSteps / progress.LastAgentStep;
        return $"{Figure.Count(progress.AgentSteps)} of {Figure.Count(progress.LastAgentStep)} agent steps ({Figure.Percent(share)} %), "
            + $"{Figure.Count(recent.AgentStepsPerSecond)} per second, {Figure.Duration(progress.Seconds)}, "
            + $"{Figure.Duration(TimeLeft.Of(progress))} left; {Figure.Count(recent.Episodes, "episode")}, "
            + $"mean return {Figure.MeanReturn(progress.RecentMeanReturn)}, best {Figure.Return(progress.BestReturn)}; "
            + $"entropy {Figure.Significant(recent.Metric("entropy"))}, value loss {Figure.Significant(recent.Metric("value_loss"))}, "
            + $"learning rate {Figure.Significant(recent.LearningRate)}{TrainingSummary.DescribeLatest(progress)}";
    }
}
