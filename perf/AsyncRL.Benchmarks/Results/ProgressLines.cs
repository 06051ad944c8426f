using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>Writes a line to standard error every ten seconds, for trainings that take minutes.</summary>
/// <param name="what">The name of the training.</param>
internal sealed class ProgressLines(string what) : ITrainingObserver
{
    private const double SecondsBetween = 10;

    private double _next = SecondsBetween;

    public void Observe(TrainingProgress progress)
    {
        if (progress.Seconds < _next) return;
        _next = progress.Seconds + SecondsBetween;
        Console.Error.WriteLine(
            $"{what}: {progress.AgentSteps:N0} agent steps, {progress.Seconds:F0} s, mean return {progress.RecentMeanReturn:F2}");
    }

    public void ObserveEvaluation(int finished, int total)
    {
        if (finished == total) Console.Error.WriteLine($"{what}: evaluated");
    }
}
