using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>Shows a training while it runs.</summary>
internal interface ITrainingDisplay : ITrainingObserver
{
    /// <summary>Shows what happens while some work is done.</summary>
    /// <param name="work">The training, observed by this display.</param>
    /// <returns>What the work returned.</returns>
    TrainingResult Show(Func<TrainingResult> work);
}
