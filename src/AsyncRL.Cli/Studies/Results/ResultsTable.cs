using System.Globalization;
using System.Linq;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Studies.Definition;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>
/// The table results.csv: a row for each run. Empty fields are numbers that do not exist; inf is a bar that was not reached.
/// </summary>
internal static class ResultsTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="results">The results.</param>
    /// <returns>The text.</returns>
    internal static string Write(StudyResults results)
    {
        StudyDefinition study = results.Plan.Study;
        string[] varied = [.. study.Varied.Select(option => option.Name)];
        var table = new CsvText(
        [
            "task", "arm", .. varied, "seed", "state", "agent_steps", "seconds", "final", "greedy", "area", "last", "agent_steps_to_bar",
            "seconds_to_bar", "mean_staleness", "failure", "directory",
        ]);
        foreach (StudyRun run in results.Runs)
        {
            object[] values = [.. run.Cell.Group.Point.Values.Select(pair => (object)pair.Value)];
            table.Add(
            [
                run.Cell.Group.Task.Name, run.Cell.Group.Arm.Name, .. values, run.Cell.Seed, run.State,
                (object?)(run.Result?.AgentSteps ?? run.StoppedAt?.AgentSteps) ?? "", Text(run.Seconds ?? double.NaN),
                Text(run.Final), Text(run.Greedy), Text(run.Area),
                Text(run.Result is null ? run.StoppedAt?.Score ?? double.NaN : run.Last), Text(run.Learned?.AgentStep ?? double.NaN),
                Text(run.Learned?.Second ?? double.NaN), Text(run.Staleness), run.Result?.Failure ?? "", run.Cell.RelativePath,
            ]);
        }

        return table.ToString();
    }

    private static string Text(double value) => double.IsNaN(value) ? ""
        : double.IsInfinity(value) ? value > 0 ? "inf" : "" : value.ToString("G9", CultureInfo.InvariantCulture);
}
