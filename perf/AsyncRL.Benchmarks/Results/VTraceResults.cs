using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using AsyncRL.Training.Runs;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table of lags in docs/algorithms/psi.md: the return on Catch after the same number of agent steps, with 1 to 256 actors
/// of the simulated execution, for A3C and for V-trace inside it. Every number repeats bit for bit on machines of the same kind.
/// </summary>
internal static class VTraceResults
{
    private const long AgentSteps = 200_000;
    private const int EvaluationEpisodes = 100;

    private static readonly int[] Actors = [1, 16, 64, 128, 256];

    private static readonly (string Title, string Psi, string Bar)[] Choices =
        [("A3C", "gae", "1"), ("V-trace, ρ̄ = c̄ = 1", "v-trace", "1"), ("V-trace, ρ̄ = c̄ = 10", "v-trace", "10")];

    /// <summary>v-trace [SEEDS]</summary>
    /// <param name="args">The arguments after "v-trace".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int seeds = 10;
        if (args.Length > 0 && (!int.TryParse(args[0], out seeds) || seeds < 2))
        {
            Console.Error.WriteLine($"The number of seeds is \"{args[0]}\"; expected a whole number of at least 2.");
            return 2;
        }

        Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, {seeds} seeds, {AgentSteps:N0} agent steps\n");
        Console.WriteLine($"| mean lag in updates | {string.Join(" | ", Array.ConvertAll(Actors, k => $"{k - 1}"))} |");
        Console.WriteLine($"| --- |{string.Concat(Array.ConvertAll(Actors, _ => " --- |"))}");
        foreach ((string title, string psi, string bar) in Choices)
        {
            Console.Write($"| {title} |");
            foreach (int actors in Actors)
            {
                double[] returns = Returns(psi, bar, actors, seeds);
                (double mean, double error) = (returns.Mean(), returns.StandardDeviation() / Math.Sqrt(seeds));
                string range = string.Create(CultureInfo.InvariantCulture, $"{returns.Min():F2} to {returns.Max():F2}");
                Console.Write(string.Create(CultureInfo.InvariantCulture, $" {mean:F2} ± {error:F2} ({range}) |"));
            }

            Console.WriteLine();
        }

        return 0;
    }

    /// <summary>The final returns, one per seed. The runs are independent. Therefore as many run at once as there are processors.</summary>
    private static double[] Returns(string psi, string bar, int actors, int seeds)
    {
        var returns = new double[seeds];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, seeds, options, i =>
        {
            TrainingResult result = Trainer.Train(TrainingConfiguration.Resolve(new TrainingRequest
            {
                Environment = "catch",
                Algorithm = "a3c",
                AgentSteps = AgentSteps,
                Execution = "simulated",
                Actors = actors,
                Seed = (ulong)(1 + i),
                Assignments = new Dictionary<string, string>
                {
                    ["psi"] = psi,
                    ["rho-bar"] = bar,
                    ["c-bar"] = bar,
                    ["evaluation-episodes"] = $"{EvaluationEpisodes}",
                },
            }));
            returns[i] = result.Evaluation!.MeanReturn;
        });
        return returns;
    }
}
