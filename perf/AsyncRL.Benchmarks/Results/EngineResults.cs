using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table of the engine's rates in docs/performance.md: the cost of acting, learning and sharing with an environment that
/// costs next to nothing, and the remaining rate with a real environment. The set-ups of a table run in turn. Therefore their ratios are
/// valid on a machine whose clock rate drifts.
/// </summary>
internal static class EngineResults
{
    private const double SliceSeconds = 0.25;
    private const string HogwildPair = "2 threads", IndependentPair = "2 threads that share nothing";

    /// <summary>engine [ROUNDS] [WORD]: all tables, or the tables with the word in their title.</summary>
    /// <param name="args">The arguments after "engine".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int rounds = 40;
        if (args.Length > 0 && (!int.TryParse(args[0], out rounds) || rounds < 2))
        {
            Console.Error.WriteLine($"The number of rounds is \"{args[0]}\"; expected a whole number of at least 2.");
            return 2;
        }

        string word = args.Length > 1 ? args[1] : "";
        Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, {rounds} rounds of {SliceSeconds} s");
        foreach ((string title, Func<ImmutableArray<ProfileSetup>> setups) in Tables)
        {
            if (!title.Contains(word, StringComparison.OrdinalIgnoreCase)) continue;
            ImmutableArray<ProfileSetup> all = setups();
            Print(title, Profiler.Profile(new ProfileRequest
            {
                Setups = all,
                SliceSeconds = SliceSeconds,
                Seconds = SliceSeconds * all.Length * rounds,
                WarmUpSeconds = 1.5 * all.Length,
            }));
            PrintLimits();
        }

        return 0;
    }

    private static readonly (string Title, Func<ImmutableArray<ProfileSetup>> Setups)[] Tables =
    [
        ("A3C, mnih2013, 84x84x4, t_max 5", () => ByThreads(Paper("mnih2013"), independent: true)),
        ("A3C-LSTM, mnih2013-lstm, 84x84x4, t_max 5", () => [ProfileSetup.Sharing(Paper("mnih2013-lstm"), 1)]),
        ("A3C, mlp, catch 10x5, t_max 5", () => ByThreads(SmallCatch, independent: true)),
        ("A3C, mnih2013, catch as 84x84 pixels beside null, t_max 5", CatchBesideNull),
    ];

    private static TrainingRequest Paper(string network, params ReadOnlySpan<(string Name, string Value)> options) =>
        Request("null", network, options);

    private static TrainingRequest SmallCatch =>
        Request("catch", "mlp", ("rows", "10"), ("columns", "5"), ("paddle-width", "1"), ("rendering", "board"));

    private static TrainingRequest Request(string environment, string network, params ReadOnlySpan<(string Name, string Value)> options)
    {
        var assignments = new Dictionary<string, string> { ["t-max"] = "5" };
        foreach ((string name, string value) in options) assignments[name] = value;
        return new TrainingRequest { Environment = environment, Algorithm = "a3c", Network = network, Assignments = assignments };
    }

    private static ImmutableArray<ProfileSetup> ByThreads(TrainingRequest training, bool independent) =>
        ProfileRequest.For(training, [1, 2], independent).Setups;

    /// <summary>The null environment with as many actions and equally long episodes, so that segments and heads are the same.</summary>
    private static ImmutableArray<ProfileSetup> CatchBesideNull()
    {
        ProfileSetup pixels = ProfileSetup.Sharing(Request("catch", "mnih2013", ("rendering", "84")), 1);
        TrainingConfiguration task = pixels.Engines[0];
        string actions = $"{task.Actions.Count}", length = $"{task.LongestEpisode}";
        TrainingRequest nothing = Paper("mnih2013", ("actions", actions), ("episode-length", length));
        return [ProfileSetup.Sharing(nothing, 1) with { Name = "null" }, pixels with { Name = "catch" }];
    }

    private static void Print(string title, ProfileResult result)
    {
        Console.WriteLine();
        string phases = string.Join(" | ", Phase.Standard);
        Console.WriteLine($"| {title} | median | 5th | 95th | of the first | processor | {phases} | rest |"
            + " segment p50, p99 µs | staleness mean, p95 |");
        Console.WriteLine("| --- |" + string.Concat(Enumerable.Repeat(" --- |", 13)));
        foreach (SetupProfile setup in result.Setups) Console.WriteLine(Row(setup, result.Setups[0]));
        if (Find(result, IndependentPair) is { } yardstick) PrintConvoy(Find(result, HogwildPair)!, yardstick);
        if (Find(result, "catch") is { } task) PrintRemainder(Find(result, "null")!, task);
    }

    private static string Row(SetupProfile setup, SetupProfile first)
    {
        double seconds = setup.Threads.Sum(thread => thread.Seconds);
        IEnumerable<string> shares = Enumerable.Range(0, Phase.Standard.Count)
            .Select(phase => Percent(setup.Threads.Sum(thread => thread.PhaseSeconds[phase]) / seconds));
        HistogramCounts ticks = setup.SegmentTicks(), stalenesses = setup.Stalenesses();
        double microsecond = System.Diagnostics.Stopwatch.Frequency / 1e6;
        return Line($"| {setup.Setup.Name} | {setup.MedianRate:N0} | {setup.LowRate:N0} | {setup.HighRate:N0} | ")
            + Line($"{setup.MedianRate / first.MedianRate:F2} | {Percent(ProcessorShare(setup))} | {string.Join(" | ", shares)} | ")
            + Line($"{Percent(setup.Threads.Sum(thread => thread.RestSeconds) / seconds)} | ")
            + Line($"{ticks.Quantile(0.5) / microsecond:F1}, {ticks.Quantile(0.99) / microsecond:F1} | ")
            + Line($"{stalenesses.Mean:F2}, {stalenesses.Quantile(0.95):F0} |");
    }

    /// <summary>The share of its time for which a thread had a processor. Below 100 %, other programs affected the measurement.</summary>
    private static double ProcessorShare(SetupProfile setup) =>
        setup.Threads.Sum(thread => thread.ProcessorSeconds ?? double.NaN) / setup.Threads.Sum(thread => thread.Seconds);

    /// <summary>Threads that sometimes fall into step lose rounds. The 5th percentile shows this even if the median does not.</summary>
    private static void PrintConvoy(SetupProfile hogwild, SetupProfile yardstick) => Console.WriteLine(Line(
        $"\n2 threads beside 2 that share nothing: median {Percent(hogwild.MedianRate / yardstick.MedianRate)}, 5th percentile ")
        + Line($"{Percent(hogwild.LowRate / yardstick.LowRate)} of theirs and {Percent(hogwild.LowRate / yardstick.MedianRate)} of ")
        + "their median.");

    /// <summary>Prints the rate without the environment's own seconds, relative to the rate with the null environment.</summary>
    private static void PrintRemainder(SetupProfile nothing, SetupProfile task)
    {
        ThreadProfile thread = task.Threads[0];
        double own = thread.PhaseSeconds[Phase.Environment.Index] / thread.Seconds;
        Console.WriteLine(Line($"\ncatch spends {Percent(own)} of its time in its environment; without it, its rate is ")
            + Line($"{Percent(task.MedianRate / (1 - own) / nothing.MedianRate)} of that of null."));
    }

    /// <summary>
    /// Prints the current rate of one core. On a machine whose clock rate drifts, rates are meaningful only together with it.
    /// </summary>
    private static void PrintLimits()
    {
        MachineLimits limits = MachineLimits.Measure(VectorChoice.Widest, 1, CacheSizes.OfThisMachine, 0.3);
        LevelBandwidth third = limits.Levels.First(level => level.Level == MemoryLevel.L3);
        Console.WriteLine(Line($"\nOne core after that: {limits.Flops / 1e9:F0} GFLOP/s, {third.Read / 1e9:F0} GB/s read from L3."));
    }

    private static SetupProfile? Find(ProfileResult result, string name) =>
        result.Setups.FirstOrDefault(setup => setup.Setup.Name == name);

    private static string Percent(double share) => Line($"{100 * share:F1} %");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
