namespace AsyncRL.Visualization.Charts;

/// <summary>The two ends of an axis.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, above the lower one.</param>
/// <param name="IsLogarithmic">Whether the axis is logarithmic; its ends are then above 0.</param>
internal readonly record struct AxisRange(double Low, double High, bool IsLogarithmic)
{
    /// <summary>Beyond this size a number is damaged rather than measured; differences of smaller ones are finite.</summary>
    private const double Largest = 1e100;

    /// <summary>A shorter axis, as a share of its ends, would have labels that look equal.</summary>
    private const double LeastLength = 1e-9;

    /// <summary>Whether only whole numbers have a label.</summary>
    internal bool IsWhole { get; init; }

    /// <summary>Finds the ends of an axis.</summary>
    /// <param name="axis">The axis, whose own ends are kept.</param>
    /// <param name="values">The values that it must contain; those that it cannot show are left out.</param>
    /// <param name="padding">The room beside the data, as a share of the axis.</param>
    /// <returns>The range; from 0 to 1 without values.</returns>
    internal static AxisRange Of(ChartAxis axis, IEnumerable<double> values, double padding)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            if (!CanShow(value, axis.IsLogarithmic)) continue;
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        if (least > most) (least, most) = axis.IsLogarithmic ? (0.1, 1) : (0, 1);
        AxisRange range = axis.IsLogarithmic ? Logarithmic(axis, least, most, padding) : Linear(axis, least, most, padding);
        return range with { IsWhole = axis.IsWhole };
    }

    /// <summary>The place of a value: 0 at the lower end, 1 at the upper.</summary>
    internal double ShareAt(double value) =>
        IsLogarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    /// <summary>Whether a value can be drawn on this axis at all.</summary>
    internal bool CanShow(double value) => CanShow(value, IsLogarithmic);

    private static bool CanShow(double value, bool isLogarithmic) =>
        Math.Abs(value) <= Largest && (!isLogarithmic || value >= 1 / Largest);

    private static AxisRange Linear(ChartAxis axis, double least, double most, double padding)
    {
        double room = (most - least) * padding, size = Math.Max(Math.Abs(least), Math.Abs(most));
        if (size < 1 / Largest) room = 1;
        else if (most - least <= LeastLength * size) room = size / 10;
        double low = axis.Low ?? (least >= 0 ? Math.Max(0, least - room) : least - room), high = axis.High ?? (most + room);
        return low < high ? new AxisRange(low, high, false) : new AxisRange(low, low + Math.Max(1, Math.Abs(low)), false);
    }

    private static AxisRange Logarithmic(ChartAxis axis, double least, double most, double padding)
    {
        double room = most / least <= 1 + LeastLength ? 2 : Math.Pow(most / least, padding);
        (double low, double high) = (axis.Low is > 0 ? axis.Low.Value : least / room, axis.High ?? most * room);
        return low < high ? new AxisRange(low, high, true) : new AxisRange(low, low * 10, true);
    }
}
