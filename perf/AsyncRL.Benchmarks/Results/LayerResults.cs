using AsyncRL.Benchmarks.Kernels;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table of the layers' passes over many rows in docs/performance.md: the share of the multiply-add peak that the passes of
/// the paper's network reach, with inputs and gradients without zeros and with half zeros. Multiply-adds with zeros count, although they
/// are skipped.
/// </summary>
internal static class LayerResults
{
    /// <summary>layers [ROUNDS] [ROWS].</summary>
    /// <param name="args">The arguments after "layers".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int rounds = 40, rows = 32;
        if ((args.Length > 0 && (!int.TryParse(args[0], out rounds) || rounds < 3))
            || (args.Length > 1 && (!int.TryParse(args[1], out rows) || rows < 1)))
        {
            Console.Error.WriteLine($"The arguments are \"{string.Join(' ', args)}\"; expected a number of rounds of at least 3 and a "
                + "number of rows of at least 1.");
            return 2;
        }

        var full = KernelCases.Over(VectorChoice.Widest, rows);
        var zeros = KernelCases.Over(VectorChoice.Widest, rows, halfZeros: true);
        long conv1 = 400L * 16 * 256 * rows, conv2 = 81L * 32 * 256 * rows, dense = 2592L * 256 * rows;
        (string Name, long MultiplyAdds, Func<KernelCases, Action> Of)[] passes =
        [
            ("conv1 forward", conv1, cases => cases.Conv1.ForwardAll),
            ("conv1 weight gradient", conv1, cases => () => cases.Conv1.Backward(withInputGradient: false)),
            ("conv2 forward", conv2, cases => cases.Conv2.ForwardAll),
            ("conv2 weight gradient", conv2, cases => () => cases.Conv2.Backward(withInputGradient: false)),
            ("conv2 weight and data gradient", 2 * conv2, cases => () => cases.Conv2.Backward(withInputGradient: true)),
            ("dense forward", dense, cases => cases.Dense.ForwardAll),
            ("dense weight gradient", dense, cases => () => cases.Dense.Backward(withInputGradient: false)),
            ("dense data gradient", dense, cases => () => cases.Dense.Backward(withInputGradient: true, withWeightGradient: false)),
        ];
        var works = new List<(Action Run, long MultiplyAdds)> { (() => full.Peak.Run(), MultiplyAddPeak.MultiplyAdds) };
        foreach ((_, long multiplyAdds, Func<KernelCases, Action> of) in passes)
        {
            works.Add((of(full), multiplyAdds));
            works.Add((of(zeros), multiplyAdds));
        }

        double[][] rates = BatchResults.Alternate(rounds, [.. works]);
        Console.WriteLine(
            $"{MachineDescription.Processor}, {MachineDescription.System}, {VectorChoice.Widest}, {rounds} rounds, {rows} rows\n");
        Console.WriteLine("| pass | no zeros, % of peak | half zeros, % of peak |");
        Console.WriteLine("| --- | --- | --- |");
        for (int i = 0; i < passes.Length; i++)
        {
            string without = BatchResults.Share(rates[1 + (2 * i)], rates[0]), half = BatchResults.Share(rates[2 + (2 * i)], rates[0]);
            Console.WriteLine($"| {passes[i].Name} | {without} | {half} |");
        }

        return 0;
    }
}
