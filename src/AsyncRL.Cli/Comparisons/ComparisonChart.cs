using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Cli.Comparisons;

/// <summary>A chart of the learning curves of all rows on one environment.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Title">The title.</param>
/// <param name="FileName">Name of its file.</param>
/// <param name="Svg">The document.</param>
internal sealed record ComparisonChart(string Environment, string Title, string FileName, string Svg)
{
    /// <summary>Beyond this ratio of the longest curve to the shortest the axis is logarithmic.</summary>
    private const double MostRatio = 5;

    /// <summary>Draws the charts over agent steps and over seconds of each environment that has a learning curve.</summary>
    /// <param name="results">The rows.</param>
    /// <returns>The charts, in the order of the environments.</returns>
    internal static List<ComparisonChart> Draw(IReadOnlyList<ComparisonResult> results)
    {
        var charts = new List<ComparisonChart>();
        foreach (string environment in ComparisonPage.NamesOf(results, result => result.Row.Environment))
        {
            List<ComparisonResult> rows = [];
            foreach (ComparisonResult result in results)
            {
                if (result.Row.Environment == environment && result.BySteps.Count > 0 && result.BySeconds.Count > 0) rows.Add(result);
            }

            if (rows.Count == 0) continue;
            charts.Add(Draw(environment, "agent steps", "agent-steps", rows, result => result.BySteps));
            charts.Add(Draw(environment, "seconds", "seconds", rows, result => result.BySeconds));
        }

        return charts;
    }

    private static ComparisonChart Draw(
        string environment, string axis, string word, List<ComparisonResult> rows, Func<ComparisonResult, IReadOnlyList<BandPoint>> curve)
    {
        bool isLogarithmic = DiffersMuch(rows, curve);
        string title = $"{environment}: return against {axis}, median and quartiles over seeds";
        var panel = new ChartPanel(new ChartAxis("return"));
        List<string> algorithms = ComparisonPage.NamesOf(rows, result => result.Row.Algorithm);
        List<int> threads = [];
        foreach (ComparisonResult result in rows)
        {
            if (!threads.Contains(result.Row.Threads)) threads.Add(result.Row.Threads);
        }

        foreach (ComparisonResult result in rows)
        {
            (int color, int dashes) = (algorithms.IndexOf(result.Row.Algorithm), threads.IndexOf(result.Row.Threads));
            List<BandPoint> points = [.. curve(result)];
            panel.Series.Add(new ChartLine(points.ConvertAll(point => (point.X, point.Median)))
            {
                Name = $"{result.Row.Algorithm}, {NumberText.Count(result.Row.Threads, "thread")}",
                Color = color,
                Dashes = dashes,
                Band = points.ConvertAll(point => (point.X, point.Low, point.High)),
            });
        }

        var places = new ChartAxis(isLogarithmic ? $"{axis}, logarithmic" : axis)
        {
            IsLogarithmic = isLogarithmic,
            Low = isLogarithmic ? null : 0,
        };
        var chart = new Chart(title, places) { Panels = { panel } };
        return new ComparisonChart(environment, title, $"{environment}-{word}.svg", chart.Draw());
    }

    /// <summary>Whether one curve is so much longer than another that the other would be too narrow to read.</summary>
    private static bool DiffersMuch(List<ComparisonResult> rows, Func<ComparisonResult, IReadOnlyList<BandPoint>> curve)
    {
        (double first, double shortest, double longest) = (double.PositiveInfinity, double.PositiveInfinity, 0);
        foreach (ComparisonResult result in rows)
        {
            first = Math.Min(first, curve(result)[0].X);
            (shortest, longest) = (Math.Min(shortest, curve(result)[^1].X), Math.Max(longest, curve(result)[^1].X));
        }

        return first > 0 && longest > MostRatio * shortest;
    }
}
