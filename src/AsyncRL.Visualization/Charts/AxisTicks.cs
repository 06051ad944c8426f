using System.Globalization;

namespace AsyncRL.Visualization.Charts;

/// <summary>The places of an axis that have a label, and the labels.</summary>
internal static class AxisTicks
{
    private const double Million = 1e6;

    /// <summary>Below this ratio of its ends a logarithmic axis has the labels of a linear one.</summary>
    private const double LeastRatio = 5;

    /// <summary>Up to this ratio of its ends a logarithmic axis has labels at 1, 2 and 5 times each power of ten.</summary>
    private const double MostRatioOfThree = 1000;

    /// <summary>The smallest number whose label is not in powers of ten.</summary>
    private const double LeastDecimal = 1e-4;

    /// <summary>A part of the distance between two labels that is rounding.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The values with a label, in order.</summary>
    /// <param name="low">The lower end of the axis.</param>
    /// <param name="high">The upper end, above the lower one.</param>
    /// <param name="isLogarithmic">Whether the axis is logarithmic; its ends are then above 0.</param>
    /// <param name="most">The largest number of intervals between labels; at least 1.</param>
    /// <param name="isWhole">Whether only whole numbers have a label.</param>
    internal static List<double> Of(double low, double high, bool isLogarithmic, double most, bool isWhole = false) =>
        isLogarithmic && high / low >= LeastRatio ? Logarithmic(low, high, most) : Linear(low, high, most, isWhole ? 1 : 0);

    /// <summary>1, 2 or 5 times a power of ten: the smallest such distance that divides an axis into few enough intervals.</summary>
    /// <param name="range">The length of the axis.</param>
    /// <param name="most">The largest number of intervals.</param>
    /// <returns>The distance.</returns>
    internal static double Spacing(double range, double most)
    {
        double least = range / most, power = Math.Pow(10, Math.Floor(Math.Log10(least))), factor = least / power;
        return power * (factor > 5 + Rounding ? 10 : factor > 2 + Rounding ? 5 : factor > 1 + Rounding ? 2 : 1);
    }

    /// <summary>The label of a value: "0.25", "100,000", "1.5 M", "2e-5".</summary>
    /// <param name="value">The value.</param>
    /// <param name="largest">The largest size of a value with a label on a linear axis; the value itself on a logarithmic one.</param>
    internal static string LabelOf(double value, double largest)
    {
        if (value == 0) return "0";
        double size = Math.Abs(value);
        string text = largest >= Million ? (size / Million).ToString("#,0.######", CultureInfo.InvariantCulture) + " M"
            : size < LeastDecimal ? size.ToString("0.###e-0", CultureInfo.InvariantCulture)
            : size.ToString("#,0.########", CultureInfo.InvariantCulture);
        return value < 0 ? "\u2212" + text : text;
    }

    private static List<double> Linear(double low, double high, double most, double least = 0)
    {
        double spacing = Math.Max(least, Spacing(high - low, most));
        var values = new List<double>();
        double last = Math.Floor((high / spacing) + Rounding);
        for (double i = Math.Ceiling((low / spacing) - Rounding); i <= last && values.Count <= most + 1; i++) values.Add(i * spacing);
        return values;
    }

    private static List<double> Logarithmic(double low, double high, double most)
    {
        double decades = Math.Log10(high / low);
        bool hasRoom = high / low <= MostRatioOfThree && 3 * decades <= most;
        List<double> values = hasRoom ? [] : PowersOfTen(low, high, [1], Math.Max(1, (int)Math.Ceiling(decades / most)));
        if (values.Count < 2) values = PowersOfTen(low, high, [1, 2, 5], 1);
        return values.Count < 2 ? Linear(low, high, most) : values;
    }

    private static List<double> PowersOfTen(double low, double high, double[] factors, int step)
    {
        var values = new List<double>();
        for (int decade = (int)Math.Floor(Math.Log10(low) / step) * step; decade <= Math.Log10(high) + Rounding; decade += step)
        {
            foreach (double factor in factors)
            {
                double value = factor * Math.Pow(10, decade);
                if (value >= low * (1 - Rounding) && value <= high * (1 + Rounding)) values.Add(value);
            }
        }

        return values;
    }
}
