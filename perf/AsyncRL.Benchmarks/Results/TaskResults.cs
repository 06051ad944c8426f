using AsyncRL.Training.Runs;
using AsyncRL.Training.Statistics;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table of tasks in docs/results.md: every task with a required return, with its preset and a number of seeds. Every seed
/// counts.
/// </summary>
internal static class TaskResults
{
    private const int EvaluationEpisodes = 100;

    /// <summary>tasks [SEEDS] [WORD]: all tasks, or those whose environment or algorithm contains the word.</summary>
    /// <param name="args">The arguments after "tasks".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int seeds = 10;
        if (args.Length > 0 && (!int.TryParse(args[0], out seeds) || seeds < 1))
        {
            Console.Error.WriteLine($"The number of seeds is \"{args[0]}\"; expected a whole number of at least 1.");
            return 2;
        }

        string word = args.Length > 1 ? args[1] : "";
        Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, {seeds} seeds");
        Console.WriteLine();
        Console.WriteLine(
            "| task | algorithm, network | schedule | agent steps | bar | seeds at the bar | mean ± sd of seeds (lowest) "
            + "| IQM [95 % interval] | greedy (lowest) | solved at agent step | after seconds | seconds in all |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (BenchmarkTask task in BenchmarkTask.All)
        {
            if (task.Environment.Contains(word, StringComparison.Ordinal) || task.Algorithm.Contains(word, StringComparison.Ordinal))
                Console.WriteLine(Row(task, seeds));
        }

        return 0;
    }

    private static string Row(BenchmarkTask task, int seeds)
    {
        var results = new List<TrainingResult>();
        var solved = new List<(long AgentStep, double Second)>();
        TrainingConfiguration configuration = task.Configure(1, EvaluationEpisodes);
        for (int seed = 1; seed <= seeds; seed++)
        {
            var curve = new LearningCurve();
            results.Add(Trainer.Train(task.Configure((ulong)seed, EvaluationEpisodes), observer: curve));
            (long agentStep, double second) = curve.FirstAbove(task.Bar);
            if (agentStep >= 0) solved.Add((agentStep, second));
        }

        double[] means = [.. results.ConvertAll(r => r.Evaluation!.MeanReturn)];
        double[] greedy = [.. results.ConvertAll(r => r.Evaluation!.GreedyMeanReturn)];
        (double center, BootstrapInterval interval) = (InterquartileMean.Of(means), BootstrapInterval.Of(means));
        int good = Array.FindAll(means, mean => mean >= task.Bar).Length;
        double seconds = results.ConvertAll(r => r.Seconds).Median();
        string steps = solved.Count == 0 ? "–" : $"{solved.ConvertAll(s => (double)s.AgentStep).Median():N0} ({solved.Count})";
        string when = solved.Count == 0 ? "–" : $"{solved.ConvertAll(s => s.Second).Median():F1}";
        return $"| {task.Title} | {task.Algorithm}, {configuration.Network.Description.Name} | {task.ScheduleText} | "
            + $"{configuration.AgentSteps:N0} | {task.Bar} | {good} of {seeds} | "
            + $"{means.Mean():F2} ± {means.StandardDeviation():F2} ({means.Minimum():F2}) | "
            + $"{center:F2} [{interval.Low:F2}, {interval.High:F2}] | {greedy.Mean():F2} ({greedy.Minimum():F2}) | "
            + $"{steps} | {when} | {seconds:F1} |";
    }
}
