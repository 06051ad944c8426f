using System.Linq;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>The score of each run over a varied option, with the median of each eighth of the range, as in Figure 2 of the paper.</summary>
internal static class ScatterFigure
{
    private const int Bands = 8, PanelHeight = 180;

    private const string Explanation =
        "Each dot is one run. The line is the median score of the runs in each eighth of the range. A method is robust where the line is "
        + "high and flat; a dot far below the others of its eighth is a run that failed by chance.";

    /// <summary>Draws the scores of a task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <param name="over">The varied option.</param>
    /// <returns>The figure, and the medians as a table; null without scores or without numbers.</returns>
    internal static (Figure Figure, StudyTable Table)? Of(StudyResults results, StudyTask task, string over)
    {
        VariedOption option = results.Plan.Study.VariedBy(over);
        if (!option.IsNumeric) return null;
        double[] edges = EdgesOf(option);
        var chart = new Chart("", new ChartAxis(option.Name) { IsLogarithmic = option.IsLogarithmic });
        var rows = new List<string[]>();
        foreach (StudySeries series in results.SeriesOf(task, over))
        {
            var dots = new List<(double, double)>();
            foreach (GroupResult group in series.Groups) dots.AddRange(group.Scores.Select(score => (group.Number(over), score)));
            if (dots.Count == 0) continue;
            var panel = new ChartPanel(new ChartAxis("score")) { Title = series.Name, Height = PanelHeight };
            panel.Series.Add(new ChartDots(dots) { Color = series.Color, Opacity = 0.6, Radius = 2, Label = series.Name });
            (List<(double, double)> line, List<string> medians) = MediansOf(dots, edges);
            panel.Series.Add(new ChartLine(line) { Color = series.Color, Width = 2, Label = $"{series.Name}, median" });
            chart.Panels.Add(panel);
            rows.Add([series.Name, NumberText.Count(dots.Count), .. medians]);
        }

        if (chart.Panels.Count == 0) return null;
        string[] head = ["", "runs", .. Enumerable.Range(0, edges.Length - 1).Select(
            i => $"{NumberText.Significant(edges[i])} to {NumberText.Significant(edges[i + 1])}")];
        Figure figure = chart.ToFigure(
            $"scatter-{task.Name}-{option.Name}",
            $"{task.Name}: score over {option.Name}",
            $"The score of every run on {task.Name} over {option.Name}.",
            Explanation);
        return (figure, new StudyTable($"{task.Name}: median score by {option.Name}", head, rows, ""));
    }

    /// <summary>The edges of eight equal parts of the range, on the option's scale.</summary>
    private static double[] EdgesOf(VariedOption option)
    {
        double[] values = [.. option.Values.Select(VariedOption.NumberOf)];
        (double low, double high) = (values.Min(), values.Max());
        if (option.Range is { } range)
        {
            double[] ends = [.. range.Split(':')[0].Split("..").Select(VariedOption.NumberOf)];
            (low, high) = (ends[0], ends[1]);
        }

        return [.. Enumerable.Range(0, Bands + 1).Select(i => option.IsLogarithmic
            ? low * Math.Pow(high / low, (double)i / Bands) : low + ((high - low) * i / Bands))];
    }

    private static (List<(double, double)> Line, List<string> Medians) MediansOf(List<(double X, double Y)> dots, double[] edges)
    {
        var (line, medians) = (new List<(double, double)>(), new List<string>());
        for (int i = 0; i < edges.Length - 1; i++)
        {
            bool isLast = i == edges.Length - 2;
            double[] inside = [.. dots.Where(dot => dot.X >= edges[i] && (dot.X < edges[i + 1] || isLast)).Select(dot => dot.Y)];
            double median = inside.Length == 0 ? double.NaN : inside.Median();
            medians.Add(NumberText.MeanReturn(median));
            line.Add((edges[i], median));
            line.Add((edges[i + 1], median));
        }

        return (line, medians);
    }
}
