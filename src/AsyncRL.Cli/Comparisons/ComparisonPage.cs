using System.Collections.Immutable;
using System.Globalization;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Comparisons;

/// <summary>Writes the page of a comparison as Markdown: for each environment a table, the return of every seed, and two charts.</summary>
internal static class ComparisonPage
{
    private const string Explanation =
        """
        Each row trains one algorithm with one number of threads, one run for each seed, one run after another. The final return of a run is
        the mean return of its final evaluation. *IQM* is the interquartile mean of the final returns, the mean of their middle half, with
        its 95 % bootstrap interval; *sd* is the standard deviation (n − 1). Agent steps, seconds, agent steps per second and staleness are
        medians over the seeds. The seconds are those of the training without the final evaluation. The staleness of an update is the number
        of other updates between the snapshot of θ that its gradient was computed with and the update; synchronous algorithms have none.
        *Preset* is settings that are known to learn the environment, *defaults* the default of every option.

        The charts show the mean return of the latest 100 training episodes: the median over the seeds, with a band from the lower to the
        upper quartile, where all seeds have a value. A run that has ended keeps its last value.
        """;

    /// <summary>Makes the page.</summary>
    /// <param name="request">The comparison.</param>
    /// <param name="results">The rows.</param>
    /// <param name="charts">The charts.</param>
    /// <param name="command">The command line that makes the page.</param>
    /// <returns>The text.</returns>
    internal static string Write(
        ComparisonRequest request, IReadOnlyList<ComparisonResult> results, IReadOnlyList<ComparisonChart> charts, string command)
    {
        using var page = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        page.WriteLine($"# Comparison of {string.Join(", ", NamesOf(results, result => result.Row.Algorithm))}\n");
        page.WriteLine($"```\n{command}\n```\n");
        page.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, AsyncRL {MachineDescription.Version}\n");
        page.WriteLine(Explanation.ReplaceLineEndings("\n"));
        foreach (string environment in NamesOf(results, result => result.Row.Environment))
        {
            ComparisonResult[] rows = [.. results];
            rows = Array.FindAll(rows, result => result.Row.Environment == environment);
            string steps = NumberText.Count(rows[0].Row.Configuration.AgentSteps, "agent step");
            page.WriteLine($"\n## {environment}, {steps}\n");
            WriteFigures(page, rows);
            WriteReturns(page, rows, request.Seeds);
            foreach (ComparisonChart chart in charts)
            {
                if (chart.Environment == environment) page.WriteLine($"\n![{chart.Title}]({chart.FileName})");
            }
        }

        return page.ToString();
    }

    /// <summary>The distinct names of the rows, in their order.</summary>
    internal static List<string> NamesOf(IReadOnlyList<ComparisonResult> results, Func<ComparisonResult, string> name)
    {
        var names = new List<string>();
        foreach (ComparisonResult result in results)
        {
            if (!names.Contains(name(result))) names.Add(name(result));
        }

        return names;
    }

    private static void WriteFigures(StringWriter page, ComparisonResult[] rows)
    {
        page.WriteLine(
            "| algorithm | settings | network | threads | complete seeds | IQM [95 % interval] | mean ± sd | smallest | largest "
            + "| agent steps | seconds | agent steps/s | mean staleness |");
        page.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (ComparisonResult result in rows)
        {
            SeedStatistics returns = result.Returns;
            string settings = result.Row.Preset.IsKnown ? "preset" : "defaults";
            page.WriteLine(
                $"| {result.Row.Algorithm} | {settings} | {result.Row.Configuration.Network.Description.Name} | {result.Row.Threads} "
                + $"| {result.Finished} of {result.Runs.Length} | {EstimateText.Of(returns)} "
                + $"| {NumberText.MeanReturn(returns.Mean)} ± {NumberText.MeanReturn(returns.Deviation)} "
                + $"| {NumberText.MeanReturn(returns.Minimum)} | {NumberText.MeanReturn(returns.Maximum)} "
                + $"| {NumberText.Count(result.AgentSteps)} | {NumberText.Significant(result.Seconds)} "
                + $"| {NumberText.Count(result.AgentStepsPerSecond)} | {NumberText.Significant(result.MeanStaleness)} |");
        }
    }

    /// <summary>The whole distribution: a column for each seed.</summary>
    private static void WriteReturns(StringWriter page, ComparisonResult[] rows, ImmutableArray<ulong> seeds)
    {
        page.WriteLine("\nFinal return of each seed:\n");
        page.WriteLine($"| algorithm | threads | {string.Join(" | ", seeds)} |");
        page.WriteLine($"| --- | --- |{string.Concat(Array.ConvertAll([.. seeds], _ => " --- |"))}");
        foreach (ComparisonResult result in rows)
        {
            string[] returns = Array.ConvertAll([.. result.Runs], run => NumberText.MeanReturn(run.FinalReturn));
            page.WriteLine($"| {result.Row.Algorithm} | {result.Row.Threads} | {string.Join(" | ", returns)} |");
        }
    }
}
