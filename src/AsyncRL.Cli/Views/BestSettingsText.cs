using System.Linq;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Views;

/// <summary>The score over the best settings as fields of a table.</summary>
internal static class BestSettingsText
{
    /// <summary>What a reader of such a table must know.</summary>
    internal const string Note =
        "Choosing the best is optimistic: lucky runs are chosen, and more settings give a better score. The intervals repeat the choice in "
        + "each resample of settings and runs, which does not remove the optimism. In the column of runs that did not choose, each run in "
        + "turn is left out, the others choose, and those that were left out are averaged; a dash means that a setting has a single run.";

    private const int MostNamed = 10;

    /// <summary>The names of the columns after the first.</summary>
    internal static readonly string[] Head =
        ["settings", "mean [95 % interval]", "IQM [95 % interval]", "mean of runs that did not choose"];

    /// <summary>Writes the columns after the first.</summary>
    /// <param name="best">The score.</param>
    /// <param name="format">Formats each number; null for that of mean returns.</param>
    /// <returns>The fields.</returns>
    internal static string[] Fields(BestSettings best, Func<double, string>? format = null) =>
    [
        NumberText.Count(best.Settings), EstimateText.Of(best.Mean, format), EstimateText.Of(best.InterquartileMean, format),
        double.IsNaN(best.OfOtherRuns) ? "–" : (format ?? NumberText.MeanReturn)(best.OfOtherRuns),
    ];

    /// <summary>Names the chosen settings.</summary>
    /// <param name="best">The score.</param>
    /// <param name="nameOf">The name of a setting.</param>
    /// <returns>The names, the best first.</returns>
    internal static string Chosen(BestSettings best, Func<int, string> nameOf)
    {
        string more = best.Chosen.Length > MostNamed ? $"; {NumberText.Count(best.Chosen.Length - MostNamed)} more" : "";
        return string.Join("; ", best.Chosen.Take(MostNamed).Select(nameOf)) + more;
    }
}
