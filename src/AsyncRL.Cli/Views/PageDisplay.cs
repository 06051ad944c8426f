using AsyncRL.Cli.Live;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

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
