using System.Diagnostics;
using System.Globalization;
using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table of batches in docs/performance.md: how much faster a row is when the rows of many environments pass through a
/// network at once, and the share of the multiply-add peak that the passes reach. Multiply-adds with inputs that are 0 count, although they
/// are skipped. The pieces of work run in turn, and ratios are computed within a round.
/// </summary>
internal static class BatchResults
{
    private static readonly Shape Screen = new(84, 84, 4);

    /// <summary>batch [ROUNDS] [ROWS]: every network, at one number of rows or at several.</summary>
    /// <param name="args">The arguments after "batch".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int rounds = 60, only = 0;
        if ((args.Length > 0 && (!int.TryParse(args[0], out rounds) || rounds < 3))
            || (args.Length > 1 && (!int.TryParse(args[1], out only) || only < 1)))
        {
            Console.Error.WriteLine($"The arguments are \"{string.Join(' ', args)}\"; expected a number of rounds of at least 3 and a "
                + "number of rows of at least 1.");
            return 2;
        }

        Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, {VectorChoice.Widest}, {rounds} rounds\n");
        Console.WriteLine("| network | environments | forward, one by one | forward, at once | times as fast | backward |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach ((string name, Shape input) in Networks)
        {
            foreach (int rows in only > 0 ? [only] : (ReadOnlySpan<int>)[8, 32, 128]) Console.WriteLine(Row(name, input, rows, rounds));
        }

        return 0;
    }

    private static (string Name, Shape Input)[] Networks =>
    [
        ("mnih2013", Screen), ("mnih2015", Screen), ("mnih2013-lstm", Screen), ("catch", new Shape(20, 20, 1)), ("mlp", Shape.Vector(50)),
    ];

    private static string Row(string name, Shape input, int rows, int rounds)
    {
        var structure = new NetworkStructure(
            NetworkCatalogue.Find(name)!, input, new HeadDescription("policy", 6), new HeadDescription("value", 1));
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        var generator = new RandomGenerator(1);
        var parameters = new AlignedBlock<float>(structure.Layout.BlockLength);
        new FanInUniform().Initialize(structure.Layout, generator, parameters.Span);
        Activations<float> batch = new(structure, 1, rows), alone = new(structure, rows);
        for (int row = 0; row < rows; row++)
        {
            foreach (ref float number in batch.Input(row)) number = generator.NextSingle();
            batch.Input(row).CopyTo(alone.Input(row));
            batch.OutputGradient(0, row).Fill(0.1f);
            batch.OutputGradient(1, row).Fill(0.1f);
        }

        var gradient = new AlignedBlock<float>(structure.Layout.BlockLength);
        var peak = MultiplyAddPeak.For(VectorChoice.Widest);
        long forward = rows * structure.MultiplyAddsPerRow, backward = 0;
        foreach (NetworkNode node in structure.Nodes)
            backward += rows * (node.Source == NetworkNode.Observation ? 1 : 2) * node.Layer.MultiplyAddsPerRow;
        double[][] rates = Alternate(
            rounds,
            (() => peak.Run(), MultiplyAddPeak.MultiplyAdds),
            (() => OneByOne(network, parameters, alone), forward),
            (() => network.Forward(parameters.Span, batch, 0, 1), forward),
            (() => network.Backward(parameters.Span, batch, 1, gradient.Span), backward));
        return Line($"| {name} | {rows} | {Share(rates[1], rates[0])} | {Share(rates[2], rates[0])} | ")
            + Line($"{Spread(Ratios(rates[2], rates[1]), 1, "F2")} | {Share(rates[3], rates[0])} |");
    }

    private static void OneByOne(Network<float> network, AlignedBlock<float> parameters, Activations<float> batch)
    {
        for (int row = 0; row < batch.Rows; row++) network.Forward(parameters.Span, batch, row, 1);
    }

    /// <summary>
    /// Runs the pieces of work in turn. The clock is that of the thread where the system has one, so that other programs disturb less.
    /// </summary>
    /// <returns>The multiply-adds per second of each piece in each round.</returns>
    internal static double[][] Alternate(int rounds, params (Action Run, long MultiplyAdds)[] works)
    {
        const int WarmUpRounds = 5;
        const double SliceSeconds = 0.005;
        const long LeastMultiplyAdds = 10_000_000;
        var rates = Array.ConvertAll(works, _ => new double[rounds]);
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            for (int i = 0; i < works.Length; i++)
            {
                // Reading the clock takes about a microsecond: it is read after many multiply-adds only.
                long turns = 1 + (LeastMultiplyAdds / works[i].MultiplyAdds), calls = 0;
                double start = Seconds(), seconds;
                do
                {
                    for (long turn = 0; turn < turns; turn++) works[i].Run();
                    calls += turns;
                    seconds = Seconds() - start;
                }
                while (seconds < SliceSeconds);
                if (round >= 0) rates[i][round] = calls * works[i].MultiplyAdds / seconds;
            }
        }

        return rates;
    }

    private static double Seconds() => (ThreadClock.Nanoseconds() ?? Stopwatch.GetElapsedTime(0).Ticks * 100) / 1e9;

    internal static string Share(double[] rates, double[] peak) => Spread(Ratios(rates, peak), 100, "F0") + " %";

    private static double[] Ratios(double[] rates, double[] others) => [.. rates.Zip(others, (rate, other) => rate / other)];

    /// <summary>The median, and in brackets the 5th and the 95th percentile.</summary>
    private static string Spread(double[] values, double scale, string format)
    {
        Array.Sort(values);
        string At(double share) =>
            (scale * values[(int)Math.Round(share * (values.Length - 1))]).ToString(format, CultureInfo.InvariantCulture);
        return $"{At(0.5)} [{At(0.05)}–{At(0.95)}]";
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
