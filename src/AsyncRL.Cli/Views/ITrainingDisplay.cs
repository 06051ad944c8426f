using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>Shows a training while it runs.</summary>
internal interface ITrainingDisplay : ITrainingObserver
{
    /// <summary>Runs a training and shows it meanwhile.</summary>
    /// <param name="work">The training, observed by this display.</param>
    /// <returns>The training's result.</returns>
    TrainingResult Show(Func<TrainingResult> work);
}
