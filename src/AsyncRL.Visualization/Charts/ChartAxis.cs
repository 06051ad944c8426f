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
