using System.Globalization;
using System.Linq;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Makes the table of delayed links in docs/distributed.md: the share of the agent steps per second that two ranks of one thread lose by
/// their exchange, on links of several latencies and rates, and the mean time of an exchange. The ranks are threads of this process, and
/// <see cref="DelayedLink"/> gives their messages the time of a link. The settings run in turn, and a share is computed within a round.
/// </summary>
internal static class LinkResults
{
    private const int Ranks = 2, DefaultRounds = 3;
    private const double Gigabit = 1e9, Milli = 1e-3;

    /// <summary>Shorter than the five seconds after which a round begins without agent steps.</summary>
    private const string SecondsOfRun = "1.5";

    private static readonly (string Text, double Milliseconds, double BitsPerSecond)[] Links =
    [
        ("none", 0, double.PositiveInfinity),
        ("0.1 ms, 25 Gbit/s", 0.1, 25 * Gigabit), ("0.1 ms, 10 Gbit/s", 0.1, 10 * Gigabit), ("0.1 ms, 1 Gbit/s", 0.1, Gigabit),
        ("1 ms, 25 Gbit/s", 1, 25 * Gigabit), ("1 ms, 10 Gbit/s", 1, 10 * Gigabit), ("1 ms, 1 Gbit/s", 1, Gigabit),
    ];

    private static readonly Work[] Works =
    [
        new("a3c", "catch", "mlp", ("rows", "10"), ("columns", "5")),
        new("a3c", "pong", null),
        new("a2c", "pong", null),
        new("ppo", "pong", null),
    ];

    /// <summary>links [ROUNDS]: every task on every link.</summary>
    /// <param name="args">The arguments after "links".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int rounds = DefaultRounds;
        if (args.Length > 1 || (args.Length == 1 && (!int.TryParse(args[0], out rounds) || rounds < 1)))
        {
            Console.Error.WriteLine($"The arguments are \"{string.Join(' ', args)}\"; expected a number of rounds of at least 1.");
            return 2;
        }

        Console.WriteLine(
            $"{MachineDescription.Processor}, {MachineDescription.System}, {Environment.ProcessorCount} processors, {rounds} rounds\n");
        Console.WriteLine($"| task | {string.Join(" | ", Links.Select(link => link.Text))} |");
        Console.WriteLine($"| --- |{string.Concat(Links.Select(_ => " ---: |"))}");
        foreach (Work work in Works) Console.WriteLine(Row(work, rounds));
        return 0;
    }

    /// <summary>The share of the rate that is lost on each link: median, and the lowest and the highest of the rounds.</summary>
    private static string Row(Work work, int rounds)
    {
        var lost = Array.ConvertAll(Links, _ => new double[rounds]);
        var times = new double[Links.Length];

        // The first runs compile and optimize the code.
        work.RateWithoutExchange();
        work.RateOn(0, double.PositiveInfinity, out _);
        for (int round = 0; round < rounds; round++)
        {
            double alone = work.RateWithoutExchange();
            for (int link = 0; link < Links.Length; link++)
            {
                double rate = work.RateOn(Links[link].Milliseconds, Links[link].BitsPerSecond, out double milliseconds);
                lost[link][round] = 1 - (rate / alone);
                times[link] += milliseconds / rounds;
            }
        }

        var cells = lost.Select((shares, link) => Cell(shares, times[link]));
        return $"| {work.Name} | {string.Join(" | ", cells)} |";
    }

    private static string Cell(double[] shares, double milliseconds)
    {
        Array.Sort(shares);
        double median = (shares[(shares.Length - 1) / 2] + shares[shares.Length / 2]) / 2;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * median:F0} % [{100 * shares[0]:F0}, {100 * shares[^1]:F0}], {milliseconds:F2} ms");
    }

    /// <summary>What the ranks train.</summary>
    private sealed record Work(string Algorithm, string Task, string? Network, params (string Name, string Value)[] Options)
    {
        internal string Name => $"`{Algorithm}` on {Task}";

        private bool IsSynchronous => Algorithm != "a3c";

        /// <summary>Two threads with the same work and no exchange: for synchronous algorithms they are of one process.</summary>
        internal double RateWithoutExchange()
        {
            if (IsSynchronous) return Rate(Trainer.Train(Configuration(Ranks)));

            // No round comes before the end.
            return RateOf(Configuration(1, ("exchange-agent-steps", "100000000")), InProcessCommunicator.Create(Ranks));
        }

        /// <summary>Two ranks that exchange.</summary>
        internal double RateOn(double milliseconds, double bitsPerSecond, out double meanMilliseconds)
        {
            DelayedLink[] links = Array.ConvertAll(
                InProcessCommunicator.Create(Ranks),
                inner => new DelayedLink(inner, TimeSpan.FromSeconds(Milli * milliseconds), bitsPerSecond));
            double rate = RateOf(Configuration(1), links);
            meanMilliseconds = links[0].MeanMilliseconds;
            return rate;
        }

        private static double RateOf(TrainingConfiguration configuration, IReadOnlyList<ICommunicator> communicators)
        {
            TrainingResult? result = null;
            var other = new Thread(() => RankTraining.Begin(configuration, communicators[1])) { IsBackground = true };
            other.Start();
            result = RankTraining.Begin(configuration, communicators[0]);
            other.Join();
            return Rate(result);
        }

        private static double Rate(TrainingResult result) => result.AgentSteps / result.Seconds;

        private TrainingConfiguration Configuration(int threads, params ReadOnlySpan<(string Name, string Value)> more)
        {
            var options = new Dictionary<string, string>
            {
                ["training-seconds"] = SecondsOfRun,
                ["evaluation-episodes"] = "0",
                ["report-seconds"] = "1000",
            };
            foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)[.. Options, .. more]) options[name] = value;
            return TrainingConfiguration.Resolve(new TrainingRequest
            {
                Environment = Task,
                Algorithm = Algorithm,
                Network = Network,
                Threads = threads,
                AgentSteps = 1_000_000_000_000,
                Assignments = options,
            });
        }
    }
}
