using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Seeds;

/// <summary>Keeps the latest mean return of one of several runs, and forwards the progress to a display.</summary>
/// <param name="inner">The display; null to show nothing.</param>
internal sealed class SeedDisplay(ITrainingDisplay? inner) : ITrainingDisplay
{
    /// <summary>Mean return of the latest episodes; NaN before the first.</summary>
    internal double MeanReturn { get; private set; } = double.NaN;

    public TrainingResult Show(Func<TrainingResult> work) => inner is null ? work() : inner.Show(work);

    public void Observe(TrainingProgress progress)
    {
        MeanReturn = progress.RecentMeanReturn;
        inner?.Observe(progress);
    }

    public void ObserveEvaluation(int finished, int total) => inner?.ObserveEvaluation(finished, total);
}
