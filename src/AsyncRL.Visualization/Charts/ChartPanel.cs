namespace AsyncRL.Visualization.Charts;

/// <summary>An axis of a chart.</summary>
/// <param name="Name">What it measures, with the unit if there is one, for example <c>return</c> or <c>seconds</c>.</param>
public sealed record ChartAxis(string Name)
{
    /// <summary>The lower end; null for that of the data. Above 0 on a logarithmic axis.</summary>
    public double? Low { get; init; }

    /// <summary>The upper end, above the lower one; null for that of the data.</summary>
    public double? High { get; init; }

    /// <summary>Whether the axis gives each factor the same length. Values that are not above 0 are then not drawn.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether only whole numbers have a label, for example because the axis counts threads.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>A panel of a chart, with a vertical axis of its own.</summary>
/// <param name="y">The vertical axis.</param>
public sealed class ChartPanel(ChartAxis y)
{
    /// <summary>The vertical axis.</summary>
    public ChartAxis Y => y;

    /// <summary>A heading above the panel; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Height of the plot in pixels.</summary>
    public int Height { get; init; } = 214;

    /// <summary>The scale of the colors of dots with values, or of a heat map; null if there are none.</summary>
    public ChartColorScale? Colors { get; init; }

    /// <summary>What the panel shows; what is added later lies above the rest.</summary>
    public IList<ChartSeries> Series { get; } = [];

    /// <summary>Horizontal dashed lines with a name.</summary>
    public IList<ChartMark> Marks { get; } = [];

    /// <summary>Names of points. Each stands near its point, where nothing else of the panel lies.</summary>
    public IList<ChartLabel> Labels { get; } = [];

    /// <summary>Small pictures.</summary>
    public IList<ChartThumbnail> Thumbnails { get; } = [];
}

/// <summary>The scale of the colors of a panel, which a bar beside it explains: dark blue for low, yellow for high (Viridis).</summary>
/// <param name="Name">What the colors show.</param>
public sealed record ChartColorScale(string Name)
{
    /// <summary>The number of the first color; null for the smallest of the data.</summary>
    public double? Low { get; init; }

    /// <summary>The number of the last color; null for the largest of the data.</summary>
    public double? High { get; init; }

    /// <summary>
    /// Names of the numbers 0, 1, 2 and so on, each of which then has a pale color of its own; empty for a scale without names.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary>A horizontal dashed line. Its name stands to the right of the panel.</summary>
/// <param name="Name">The name.</param>
/// <param name="Y">Where it lies on the vertical axis.</param>
public readonly record struct ChartMark(string Name, double Y);

/// <summary>A name of a point.</summary>
/// <param name="X">The point.</param>
/// <param name="Y">The point.</param>
/// <param name="Text">The name.</param>
/// <param name="Color">Index of the color.</param>
public readonly record struct ChartLabel(double X, double Y, string Text, int Color);

/// <summary>A small picture that belongs to a point.</summary>
/// <param name="X">The point.</param>
/// <param name="Y">The point.</param>
/// <param name="Png">The file of the picture.</param>
public sealed record ChartThumbnail(double X, double Y, ReadOnlyMemory<byte> Png)
{
    /// <summary>Width in pixels.</summary>
    public double Width { get; init; } = 48;

    /// <summary>The middle of the picture, which a thin line connects with the point; null for a place just above the point.</summary>
    public (double X, double Y)? Place { get; init; }
}
