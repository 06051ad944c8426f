using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Views;

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
