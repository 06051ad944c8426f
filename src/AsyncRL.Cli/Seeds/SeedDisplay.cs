using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Seeds;

/// <summary>Keeps the latest mean return of a run of several, and shows the run where a display is given.</summary>
/// <param name="inner">Shows the run; nothing is shown if null.</param>
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
