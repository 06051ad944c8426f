using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Views;

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
