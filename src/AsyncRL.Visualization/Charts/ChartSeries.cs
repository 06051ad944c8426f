namespace AsyncRL.Visualization.Charts;

/// <summary>Something that a panel of a chart shows. Coordinates are those of the axes; those that are not finite are not drawn.</summary>
public abstract record ChartSeries
{
    private protected ChartSeries()
    {
    }

    /// <summary>Its entry in the legend; null for none. Series with the same name and look share an entry.</summary>
    public string? Name { get; init; }

    /// <summary>Its name in <see cref="Chart.Data"/>; null for that of the legend.</summary>
    public string? Label { get; init; }

    /// <summary>Index of the color, from 0. Series of one color belong together.</summary>
    public int Color { get; init; }

    /// <summary>From 0, invisible, to 1.</summary>
    public double Opacity { get; init; } = 1;
}

/// <summary>A line through points, with a gap at each point that is not finite.</summary>
/// <param name="Points">The points, from left to right.</param>
public sealed record ChartLine(IReadOnlyList<(double X, double Y)> Points) : ChartSeries
{
    /// <summary>Index of the pattern of dashes; 0 for a solid line.</summary>
    public int Dashes { get; init; }

    /// <summary>Width in pixels.</summary>
    public double Width { get; init; } = 1.5;

    /// <summary>A text along the line, above its first two points; empty for none. It is for straight lines, such as limits.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The band around the line, from left to right; empty for no band.</summary>
    public IReadOnlyList<(double X, double Low, double High)> Band { get; init; } = [];
}

/// <summary>A dot for each point.</summary>
/// <param name="Points">The points.</param>
public sealed record ChartDots(IReadOnlyList<(double X, double Y)> Points) : ChartSeries
{
    /// <summary>Radius in pixels.</summary>
    public double Radius { get; init; } = 2.5;

    /// <summary>
    /// A number for each point, which the panel's <see cref="ChartPanel.Colors"/> show as the dot's color, gray for a number that is not
    /// finite; empty for dots of one color.
    /// </summary>
    public IReadOnlyList<double> Values { get; init; } = [];
}

/// <summary>A vertical line from 0 to each point, with a dot at its end.</summary>
/// <param name="Points">The points.</param>
public sealed record ChartStems(IReadOnlyList<(double X, double Y)> Points) : ChartSeries;

/// <summary>Areas that lie on each other, the first on 0. The names and colors are those of the areas.</summary>
/// <param name="X">The places, from left to right.</param>
/// <param name="Areas">The areas, the lowest first.</param>
public sealed record ChartAreas(IReadOnlyList<double> X, IReadOnlyList<ChartArea> Areas) : ChartSeries;

/// <summary>One of several areas that lie on each other.</summary>
/// <param name="Name">Its entry in the legend.</param>
/// <param name="Color">Index of the color.</param>
/// <param name="Heights">Its height at each place; none below 0. Heights that are not finite count as 0.</param>
public sealed record ChartArea(string Name, int Color, IReadOnlyList<double> Heights);

/// <summary>
/// A grid of cells, which the panel's <see cref="ChartPanel.Colors"/> show as colors. Cells whose number is not finite are gray.
/// </summary>
/// <param name="Left">The left edge of the first column.</param>
/// <param name="Right">The right edge of the last column.</param>
/// <param name="Bottom">The lower edge of the first row.</param>
/// <param name="Top">The upper edge of the last row.</param>
/// <param name="Values">The numbers [column, row]. All cells have the same size in the picture.</param>
public sealed record ChartHeatMap(double Left, double Right, double Bottom, double Top, double[,] Values) : ChartSeries;
