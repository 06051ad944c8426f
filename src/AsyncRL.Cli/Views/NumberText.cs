using System.Globalization;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Views;

/// <summary>Formats numbers for people, independently of the culture. Values that are not finite become a dash.</summary>
internal static class NumberText
{
    private const string None = "–";

    /// <summary>A count: "300,000".</summary>
    internal static string Count(double count) => double.IsFinite(count) ? count.ToString("N0", CultureInfo.InvariantCulture) : None;

    /// <summary>A count of things: "1 thread", "300,000 episodes".</summary>
    internal static string Count(double count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>Three significant digits: "0.0123", "12.3", "3.8e-5".</summary>
    internal static string Significant(double value)
    {
        if (!double.IsFinite(value)) return None;
        string format = Math.Abs(value) switch
        {
            0 => "0",
            < 1e-3 => "0.0e-0",
            < 1e-2 => "F5",
            < 0.1 => "F4",
            < 10 => "F3",
            < 100 => "F2",
            < 1000 => "F1",
            < 1e6 => "N0",
            _ => "0.00e0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A return: two decimals, and none for a whole number.</summary>
    internal static string Return(double value) =>
        !double.IsFinite(value) ? None : value.ToString(value == Math.Round(value) ? "N0" : "N2", CultureInfo.InvariantCulture);

    /// <summary>A mean of returns: always two decimals, so that it keeps its width.</summary>
    internal static string MeanReturn(double value) => double.IsFinite(value) ? value.ToString("N2", CultureInfo.InvariantCulture) : None;

    /// <summary>A share in whole percent, without the sign.</summary>
    internal static string Percent(double share) =>
        double.IsFinite(share) ? (100 * share).ToString("F0", CultureInfo.InvariantCulture) : None;

    /// <summary>A duration: "3 s", "2 min 05 s", "1 h 02 min".</summary>
    internal static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds > 1e9) return None;
        long whole = (long)Math.Round(seconds);
        if (whole < 60) return $"{whole} s";
        return whole < 3600 ? $"{whole / 60} min {whole % 60:D2} s" : $"{whole / 3600} h {whole / 60 % 60:D2} min";
    }

    /// <summary>A path with quotation marks if a shell needs them.</summary>
    internal static string Quoted(string path)
    {
        foreach (char letter in path)
        {
            if (!char.IsLetterOrDigit(letter) && !"/\\._-+:~".Contains(letter, StringComparison.Ordinal)) return $"'{path}'";
        }

        return path;
    }
}

/// <summary>Formats a figure of runs with its interval for people: "0.95 [0.93, 0.96]", and the figure alone without an interval.</summary>
internal static class EstimateText
{
    /// <summary>Formats a figure.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="interval">Its interval; NaN for none.</param>
    /// <param name="format">Formats each number; null for that of mean returns.</param>
    /// <returns>The text.</returns>
    internal static string Of(double value, BootstrapInterval interval, Func<double, string>? format = null)
    {
        format ??= NumberText.MeanReturn;
        return double.IsNaN(interval.Low) ? format(value) : $"{format(value)} [{format(interval.Low)}, {format(interval.High)}]";
    }

    /// <summary>Formats a figure.</summary>
    /// <param name="estimate">The figure with its interval.</param>
    /// <param name="format">Formats each number; null for that of mean returns.</param>
    /// <returns>The text.</returns>
    internal static string Of(Estimate estimate, Func<double, string>? format = null) => Of(estimate.Value, estimate.Interval, format);

    /// <summary>Formats the interquartile mean of runs that differ in their seed.</summary>
    /// <param name="statistics">The statistics.</param>
    /// <returns>The text.</returns>
    internal static string Of(SeedStatistics statistics) => Of(statistics.InterquartileMean, statistics.Interval);
}
