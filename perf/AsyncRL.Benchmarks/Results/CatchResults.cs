using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Charts;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table and the picture of Catch in docs/results.md: the preset, with a number of seeds. Every seed is reported.
/// </summary>
internal static class CatchResults
{
    private const double Mastered = 0.95;

    /// <summary>catch [SEEDS] [THREADS] [FILE.svg]</summary>
    /// <param name="args">The arguments after "catch".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        (int seeds, int threads) = (10, Environment.ProcessorCount);
        if ((args.Length > 0 && !int.TryParse(args[0], out seeds)) || (args.Length > 1 && !int.TryParse(args[1], out threads)) || seeds < 1)
        {
            Console.Error.WriteLine($"The arguments are {string.Join(' ', args)}; expected [SEEDS] [THREADS] [FILE.svg], numbers from 1.");
            return 2;
        }

        Console.WriteLine($"{MachineDescription.Processor}, {threads} threads, {MachineDescription.System}");
        Console.WriteLine();
        Console.WriteLine("| seed | agent steps | seconds | agent steps/s | mean ≥ 0.95 at agent step (second) | evaluation | greedy |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var curves = new List<LearningCurve>();
        var results = new List<TrainingResult>();
        for (int seed = 1; seed <= seeds; seed++)
        {
            var curve = new LearningCurve();
            TrainingResult result = Trainer.Train(
                TrainingConfiguration.Resolve(new TrainingRequest { Environment = "catch", Threads = threads, Seed = (ulong)seed }),
                observer: curve);
            (long step, double second) = curve.FirstAbove(Mastered);
            Evaluation evaluation = result.Evaluation!;
            Console.Write($"| {seed} | {result.AgentSteps:N0} | {result.Seconds:F1} | {result.AgentStepsPerSecond:N0} ");
            Console.WriteLine($"| {step:N0} ({second:F1}) | {evaluation.MeanReturn:F2} | {evaluation.GreedyMeanReturn:F2} |");
            curves.Add(curve);
            results.Add(result);
        }

        Summarize(results);
        if (args.Length > 2) File.WriteAllText(args[2], Draw(curves));
        return 0;
    }

    private static string Draw(List<LearningCurve> curves)
    {
        string title = $"Catch from 24×24 pixels, A3C: mean return of the last 100 episodes, {curves.Count} seeds";
        var panel = new ChartPanel(new ChartAxis("return") { Low = -1, High = 1 });
        for (int i = 0; i < curves.Count; i++)
        {
            List<(double X, double Y)> points = curves[i].Points.ConvertAll(point => ((double)point.AgentStep, point.Return));
            panel.Series.Add(new ChartLine(points) { Color = i });
        }

        return new Chart(title, new ChartAxis("agent steps") { Low = 0 }) { Panels = { panel } }.Draw();
    }

    private static void Summarize(List<TrainingResult> results)
    {
        double[] means = [.. results.ConvertAll(r => r.Evaluation!.MeanReturn)];
        double[] seconds = [.. results.ConvertAll(r => r.Seconds)];
        Console.WriteLine();
        int mastered = Array.FindAll(means, m => m >= Mastered).Length;
        Console.Write($"{mastered} of {means.Length} seeds reach {Mastered}; lowest {means.Minimum():F2}; ");
        Console.WriteLine($"median {seconds.Median():F1} s, longest {seconds.Maximum():F1} s.");
    }
}
