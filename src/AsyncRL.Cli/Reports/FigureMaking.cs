using System.Text;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>Makes figures of charts.</summary>
internal static class FigureMaking
{
    /// <summary>Draws a chart as a figure. The page has the title, so that the chart needs none.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="name">The figure's name in files.</param>
    /// <param name="title">The figure's title.</param>
    /// <param name="description">What it shows, in one sentence.</param>
    /// <param name="explanation">How to read it.</param>
    /// <returns>The figure.</returns>
    internal static Figure ToFigure(this Chart chart, string name, string title, string description, string explanation) => new(
        name, title, explanation, description, FigureFormat.Svg, Encoding.UTF8.GetBytes(chart.Draw()), chart.Data());
}
