using AsyncRL.Interchange.TensorBoard;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>
/// Writes an event file of TensorBoard while a training runs, from the run's tables, beside another display. A file that cannot be written
/// does not end the training.
/// </summary>
/// <param name="inner">The display.</param>
/// <param name="run">The run's directory.</param>
/// <param name="clock">The clock that limits how often the tables are read.</param>
/// <param name="errors">Receives a warning if the file cannot be written.</param>
internal sealed class EventDisplay(ITrainingDisplay inner, string run, TimeProvider clock, TextWriter errors) : ITrainingDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private RunEvents? _events;
    private long _last;
    private bool _hasFailed;

    /// <summary>The directory of a run's event file.</summary>
    /// <param name="run">The run's directory.</param>
    internal static string DirectoryOf(string run) => Path.Combine(run, "tensorboard");

    public TrainingResult Show(Func<TrainingResult> work)
    {
        try
        {
            TrainingResult result = inner.Show(work);
            Write();
            return result;
        }
        finally
        {
            _events?.Dispose();
        }
    }

    public void ObserveStart(RunningAgent agent) => inner.ObserveStart(agent);

    public void Observe(TrainingProgress progress)
    {
        inner.Observe(progress);
        if (_events is not null && clock.GetElapsedTime(_last) < Interval) return;
        _last = clock.GetTimestamp();
        Write();
    }

    public void ObserveEvaluation(int finished, int total) => inner.ObserveEvaluation(finished, total);

    private void Write()
    {
        if (_hasFailed) return;
        try
        {
            _events ??= RunEvents.Begin(run, DirectoryOf(run));
            _events.WriteNew();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Core.Options.InputException)
        {
            _hasFailed = true;
            errors.WriteLine($"Warning: the event file for TensorBoard is not written any more: {problem.Message}");
        }
    }
}
