using System.Globalization;
using AsyncRL.Training.Runs;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table and the picture of Catch in docs/results.md: the preset, a number of seeds, every seed reported.
/// </summary>
internal static class CatchResults
{
    private const double Mastered = 0.95;

    /// <summary>catch [SEEDS] [THREADS] [FILE.svg]</summary>
    internal static int Run(string[] args)
    {
        int seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
        Console.WriteLine($"{MachineDescription.Processor}, {threads} threads, {MachineDescription.System}");
        Console.WriteLine();
        Console.WriteLine("| seed | agent steps | seconds | agent steps/s | mean of 100 episodes ≥ 0.95 at agent step (second) | evaluation | greedy |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var curves = new List<LearningCurve>();
        var means = new List<double>();
        var seconds = new List<double>();
        for (int seed = 1; seed <= seeds; seed++)
        {
            TrainingConfiguration configuration = TrainingConfiguration.Resolve(
                new TrainingRequest { Environment = "catch", Threads = threads, Seed = (ulong)seed });
            var curve = new LearningCurve();
            TrainingResult result = Trainer.Train(configuration, observer: curve);
            (long step, double second) = curve.FirstAbove(Mastered);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {seed} | {result.AgentSteps:N0} | {result.Seconds:F1} | {result.AgentStepsPerSecond:N0} | {step:N0} ({second:F1}) | {result.Evaluation!.MeanReturn:F2} | {result.Evaluation.GreedyMeanReturn:F2} |"));
            curves.Add(curve);
            means.Add(result.Evaluation.MeanReturn);
            seconds.Add(result.Seconds);
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{means.FindAll(m => m >= Mastered).Count} of {seeds} seeds reach {Mastered}; lowest {means.Minimum():F2}; median {seconds.Median():F1} s, longest {seconds.Maximum():F1} s."));
        if (args.Length > 2) File.WriteAllText(args[2], LearningCurvePicture.Draw(curves));
        return 0;
    }
}
