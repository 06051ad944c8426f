using System.Threading.Tasks;
using AsyncRL.Training.Runs;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the experiment with the number of actors in docs/results.md: the return after the same number of agent steps with 1 to 16
/// actor-learners of the simulated execution. Every number repeats bit for bit on machines of the same kind.
/// </summary>
internal static class ActorResults
{
    private const int EvaluationEpisodes = 50;

    internal static readonly int[] Actors = [1, 2, 4, 8, 16];
    internal static readonly string[] Algorithms = ["one-step-q", "one-step-sarsa", "n-step-q", "a3c"];

    /// <summary>
    /// The tasks, with the agent steps of all actors together. At this number most methods have reached about half of their return.
    /// </summary>
    internal static readonly (string Environment, long AgentSteps)[] Tasks = [("catch", 100_000), ("cartpole", 1_000_000)];

    /// <summary>actors [SEEDS] [FILE.svg]</summary>
    /// <param name="args">The arguments after "actors".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int seeds = 10;
        if (args.Length > 0 && (!int.TryParse(args[0], out seeds) || seeds < 2))
        {
            Console.Error.WriteLine($"The number of seeds is \"{args[0]}\"; expected a whole number of at least 2.");
            return 2;
        }

        Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, {seeds} seeds");
        var cells = new Dictionary<(string, string, int), (double Mean, double Error)>();
        foreach ((string environment, long agentSteps) in Tasks)
        {
            Console.WriteLine();
            string columns = string.Join(" | ", Array.ConvertAll(Actors, k => $"K = {k}"));
            Console.WriteLine($"| {environment}, {agentSteps:N0} agent steps | {columns} |");
            Console.WriteLine($"| --- |{string.Concat(Array.ConvertAll(Actors, _ => " --- |"))}");
            foreach (string algorithm in Algorithms)
            {
                Console.Write($"| {algorithm} |");
                foreach (int actors in Actors)
                {
                    double[] returns = Returns(environment, agentSteps, algorithm, actors, seeds);
                    (double mean, double error) = (returns.Mean(), returns.StandardDeviation() / Math.Sqrt(seeds));
                    cells[(environment, algorithm, actors)] = (mean, error);
                    Console.Write($" {mean:F2} ± {error:F2} |");
                }

                Console.WriteLine();
            }
        }

        if (args.Length > 1) File.WriteAllText(args[1], ActorPicture.Draw(cells, seeds));
        return 0;
    }

    /// <summary>The options of the presets, except that ε decreases over the first fifth of these shorter runs.</summary>
    private static Dictionary<string, string> Assignments(string algorithm, long agentSteps)
    {
        var assignments = new Dictionary<string, string> { ["evaluation-episodes"] = $"{EvaluationEpisodes}" };
        if (algorithm != "a3c") assignments.Add("exploration-frames", $"{agentSteps / 5}");
        return assignments;
    }

    /// <summary>The final returns, one per seed. The runs are independent. Therefore as many run at once as there are processors.</summary>
    private static double[] Returns(string environment, long agentSteps, string algorithm, int actors, int seeds)
    {
        var returns = new double[seeds];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, seeds, options, i =>
        {
            TrainingResult result = Trainer.Train(TrainingConfiguration.Resolve(new TrainingRequest
            {
                Environment = environment,
                Algorithm = algorithm,
                AgentSteps = agentSteps,
                Execution = "simulated",
                Actors = actors,
                Seed = (ulong)(1 + i),
                Assignments = Assignments(algorithm, agentSteps),
            }));
            returns[i] = result.Evaluation!.MeanReturn;
        });
        return returns;
    }
}
