namespace AsyncRL.Cli.Views;

/// <summary>Draws curves in block characters. They fill eighths of a cell, so that a curve of h rows has 8 h levels.</summary>
internal static class Curve
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <summary>Draws a curve.</summary>
    /// <param name="cells">A value per column; values that are not finite leave gaps.</param>
    /// <param name="height">Rows.</param>
    /// <returns>The rows, the highest first.</returns>
    internal static string[] Draw(IReadOnlyList<double> cells, int height)
    {
        (double low, double high) = Range(cells);
        var rows = new string[height];
        for (int row = 0; row < height; row++)
        {
            var letters = new char[cells.Count];
            for (int i = 0; i < cells.Count; i++) letters[i] = Blocks[Eighths(cells[i], low, high, height, height - 1 - row)];
            rows[row] = new string(letters);
        }

        return rows;
    }

    /// <summary>The smallest and the largest finite value; NaN without any.</summary>
    /// <param name="values">The values.</param>
    /// <returns>The range.</returns>
    internal static (double Low, double High) Range(IReadOnlyList<double> values)
    {
        (double low, double high) = (double.NaN, double.NaN);
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) continue;
            if (!(value >= low)) low = value;
            if (!(value <= high)) high = value;
        }

        return (low, high);
    }

    /// <summary>
    /// Computes a value per column: the mean of the column's points, or, if it has none, the value of the next column that has points.
    /// </summary>
    /// <param name="points">Values at places from 0 to 1, in order; places may repeat.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The values; NaN before the first point and after the last.</returns>
    internal static double[] Resample(IReadOnlyList<(double Place, double Value)> points, int width)
    {
        var sums = new double[width];
        var counts = new int[width];
        foreach ((double place, double value) in points)
        {
            int column = Math.Clamp((int)(place * width), 0, width - 1);
            sums[column] += value;
            counts[column]++;
        }

        double next = double.NaN;
        int first = points.Count > 0 ? Math.Clamp((int)(points[0].Place * width), 0, width - 1) : width;
        for (int i = width - 1; i >= 0; i--)
        {
            if (counts[i] > 0) next = sums[i] / counts[i];
            sums[i] = i >= first ? next : double.NaN;
        }

        return sums;
    }

    /// <summary>The eighths of a row's cell, counted from below, that a value fills. The lowest value fills one eighth.</summary>
    private static int Eighths(double value, double low, double high, int height, int row)
    {
        if (!double.IsFinite(value)) return 0;
        double share = high > low ? (value - low) / (high - low) : 0.5;
        int level = 1 + (int)Math.Round(share * ((8 * height) - 1));
        return Math.Clamp(level - (8 * row), 0, 8);
    }
}
