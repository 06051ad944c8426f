using System.Threading.Tasks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the matrix of the toy MDP in docs/results.md: every algorithm on the fully observed task, without memory and with segments
/// of 1 and of 5, and on the partially observed task, with memory. The optimum is 1.
/// </summary>
internal static class ToyResults
{
    private static readonly Column[] Columns =
    [
        new("seen fully, segments of 1", "mlp", "1", 80_000, "full"),
        new("seen fully, segments of 5", "mlp", "5", 80_000, "full"),
        new("seen in part, LSTM, segments of 5", "mlp-lstm", "5", 150_000, "partial"),
    ];

    /// <summary>toys [SEEDS]</summary>
    /// <param name="args">The arguments after "toys".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int seeds = 10;
        if (args.Length > 0 && (!int.TryParse(args[0], out seeds) || seeds < 1))
        {
            Console.Error.WriteLine($"The number of seeds is \"{args[0]}\"; expected a whole number of at least 1.");
            return 2;
        }

        Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, {seeds} seeds: mean (lowest) greedy return");
        Console.WriteLine();
        Console.WriteLine($"| algorithm, episodes | {string.Join(" | ", Array.ConvertAll(Columns, c => c.Title))} |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (string algorithm in (string[])["a3c", "one-step-q", "one-step-sarsa", "n-step-q", "a3c-continuous"])
        {
            foreach (bool episodic in (bool[])[true, false])
            {
                Console.Write($"| {algorithm}, {(episodic ? "episodic" : "endless, optimum 10")} |");
                foreach (Column column in Columns) Console.Write(Cell(algorithm, episodic, column, seeds));
                Console.WriteLine();
            }
        }

        return 0;
    }

    private static string Cell(string algorithm, bool episodic, Column column, int seeds)
    {
        var assignments = new Dictionary<string, string>
        {
            ["episodic"] = episodic ? "true" : "false",
            ["observable"] = column.Observable,
            [algorithm is "one-step-q" or "one-step-sarsa" ? "update-interval" : "t-max"] = column.Segment,
            ["evaluation-episodes"] = "100",
        };
        var returns = new double[seeds];
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            TrainingResult result = Trainer.Train(TrainingConfiguration.Resolve(new TrainingRequest
            {
                Environment = "abc",
                Algorithm = algorithm,
                Network = column.Network,
                AgentSteps = column.AgentSteps,
                Threads = 1,
                Seed = (ulong)(1 + i),
                Assignments = assignments,
            }));
            returns[i] = result.Evaluation!.GreedyMeanReturn;
        });
        double sum = 0, lowest = double.PositiveInfinity;
        foreach (double value in returns) (sum, lowest) = (sum + value, Math.Min(lowest, value));
        return $" {sum / seeds:F2} ({lowest:F2}) |";
    }

    private sealed record Column(string Title, string Network, string Segment, long AgentSteps, string Observable);
}
