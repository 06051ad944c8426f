using OxyPlot.Axes;

namespace AsyncRL.Visualization.Charts;

/// <summary>A linear axis with labels at round values.</summary>
/// <param name="ticks">The values with a label.</param>
internal sealed class TickedLinearAxis(IList<double> ticks) : LinearAxis
{
    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
}

/// <summary>A logarithmic axis with labels at round values.</summary>
/// <param name="ticks">The values with a label.</param>
internal sealed class TickedLogarithmicAxis(IList<double> ticks) : LogarithmicAxis
{
    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
}

/// <summary>A bar of colors with labels at round values.</summary>
/// <param name="ticks">The values with a label.</param>
internal sealed class TickedColorAxis(IList<double> ticks) : LinearColorAxis
{
    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
}
