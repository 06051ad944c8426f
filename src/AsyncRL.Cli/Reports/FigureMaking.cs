using System.Text;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>Makes figures of charts.</summary>
internal static class FigureMaking
{
    /// <summary>Draws a chart as a figure. A page has the title beside the chart; a picture alone needs it within.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="name">The figure's name in files.</param>
    /// <param name="title">The figure's title.</param>
    /// <param name="description">What it shows, in one sentence.</param>
    /// <param name="explanation">How to read it.</param>
    /// <param name="subject">The run, for the title of a picture that stands alone; null for a page.</param>
    /// <returns>The figure.</returns>
    internal static Figure ToFigure(
        this Chart chart, string name, string title, string description, string explanation, string? subject = null)
    {
        if (subject is not null) chart.Title = $"{subject}: {title[(title.IndexOf(": ", StringComparison.Ordinal) + 1)..].Trim()}";
        return new Figure(name, title, explanation, description, FigureFormat.Svg, Encoding.UTF8.GetBytes(chart.Draw()), chart.Data());
    }
}
