using System.Globalization;

namespace AsyncRL.Visualization.Charts;

/// <summary>The horizontal axis of a picture of learning curves: places along it, and its labels.</summary>
/// <param name="last">The right end.</param>
/// <param name="first">The left end of a logarithmic axis, above 0; null for an axis from 0 with equal distances.</param>
internal sealed class HorizontalAxis(double last, double? first)
{
    private const double Millions = 900_000, Thousands = 3000;

    /// <summary>A logarithmic axis has at most three powers of ten.</summary>
    private const double MostRatio = 1000;

    private readonly double? _first = first is { } left ? Math.Clamp(left, last / MostRatio, last / 2) : null;

    /// <summary>1, 2 or 5 times a power of ten, so that there are four to ten levels.</summary>
    /// <param name="range">The length of the axis.</param>
    /// <returns>The distance of the levels.</returns>
    internal static double Spacing(double range)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        double factor = range / 4 / power;
        return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
    }

    /// <summary>The place of a value: 0 at the left end, 1 at the right. Values left of a logarithmic axis are at its end.</summary>
    /// <param name="x">The value.</param>
    /// <returns>The share of the axis.</returns>
    internal double ShareAt(double x) => _first is { } left ? Math.Log(Math.Max(x, left) / left) / Math.Log(last / left) : x / last;

    /// <summary>The values with a label, from left to right.</summary>
    internal IEnumerable<double> Labelled()
    {
        if (_first is { } left)
        {
            for (int decade = (int)Math.Floor(Math.Log10(left)); decade <= Math.Log10(last); decade++)
            {
                foreach (double factor in (double[])[1, 2, 5])
                {
                    double value = factor * Math.Pow(10, decade);
                    if (value >= left && value <= last) yield return value;
                }
            }

            yield break;
        }

        double distance = Spacing(last);
        for (int i = 0; i * distance <= last * 1.0001; i++) yield return i * distance;
    }

    /// <summary>The label of a value, in thousands or millions if the axis is long.</summary>
    /// <param name="x">The value.</param>
    /// <returns>The text.</returns>
    internal string LabelOf(double x)
    {
        (double unit, string name) = last >= Millions ? (1e6, " M") : last >= Thousands ? (1e3, " k") : (1.0, "");
        return (x / unit).ToString("0.####", CultureInfo.InvariantCulture) + name;
    }
}
