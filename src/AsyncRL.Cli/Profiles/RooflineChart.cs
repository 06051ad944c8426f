using System.Globalization;
using System.Linq;
using System.Text;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Profiles;

/// <summary>
/// The figure <c>roofline</c>: the limits of arithmetic and of each level of memory, and a point for each phase and for the segment. A thin
/// line connects a point with its own limit.
/// </summary>
internal static class RooflineChart
{
    private const double Giga = 1e9, LeastIntensity = 0.125, MostIntensity = 32, AbovePeak = 1.6, Tick = 1.045, Apart = 1.35;
    private const int SegmentColor = 7, Height = 340;

    private const string Explanation =
        "The picture compares a segment, from one update of the parameters to the next, with the limits of the machine (Williams et al. "
        + "2009). To the right are the operations per byte moved, upward the operations per second; both axes are logarithmic. The slanted "
        + "lines are the bandwidths of reading from each level of memory, the flat line is the peak of multiply-adds. Each dot is a phase "
        + "with operations, or the whole segment; the dashed line leads to its own limit, and the share is the time at that limit divided "
        + "by the measured time. The limit of a phase that changes bytes in place lies above the line of its level. Healthy: the phases "
        + "reach more than half of their limits, so that faster code would gain little. Sick: dots far below their limits lose time "
        + "otherwise, for example in small layers or in waiting for other threads; a segment far below its phases waits for the "
        + "environment.";

    /// <summary>Makes the figure.</summary>
    /// <param name="roofline">The roofline.</param>
    /// <returns>The figure.</returns>
    internal static Figure FigureOf(ProfiledRoofline roofline)
    {
        Chart chart = Of(roofline);
        List<string> shares = [.. roofline.Places.Select(ShareOf)];
        return new Figure(
            "roofline",
            "Roofline of the training's segments",
            Explanation,
            $"Operations per second over operations per byte of {roofline.Subject}. {string.Join("; ", shares)}.",
            FigureFormat.Svg,
            Encoding.UTF8.GetBytes(chart.Draw()),
            chart.Data());
    }

    private static Chart Of(ProfiledRoofline roofline)
    {
        (double least, double most, double lowest) = (LeastIntensity, MostIntensity, roofline.Peak / 20);
        double highest = roofline.Peak * AbovePeak;
        foreach (RooflinePlace place in roofline.Places)
        {
            (least, most) = (Math.Min(least, place.Intensity / 2), Math.Max(most, place.Intensity * 3));
            (lowest, highest) = (Math.Min(lowest, place.Rate / 2), Math.Max(highest, Math.Max(place.Rate, place.Bound) * AbovePeak));
        }

        var panel = new ChartPanel(new ChartAxis("GFLOP/s") { IsLogarithmic = true, Low = lowest / Giga, High = highest / Giga })
        {
            Height = Height,
        };
        AddCeilings(panel, roofline, (least, most), lowest);
        for (int i = 0; i < roofline.Places.Count; i++) Add(panel, roofline.Places[i], i == roofline.Places.Count - 1 ? SegmentColor : i);
        var across = new ChartAxis("floating-point operations per byte moved") { IsLogarithmic = true, Low = least, High = most };
        return new Chart($"Roofline of {roofline.Subject}; {roofline.Machine}", across) { Panels = { panel } };
    }

    /// <summary>Adds the lines of the limits. Lines that lie close together have one caption, in their order.</summary>
    private static void AddCeilings(ChartPanel panel, ProfiledRoofline roofline, (double Least, double Most) intensity, double lowest)
    {
        double ridge = intensity.Most;
        for (int i = 0; i < roofline.Ceilings.Count; i++)
        {
            double bandwidth = roofline.Ceilings[i].BytesPerSecond;
            double start = Math.Max(intensity.Least, lowest / bandwidth), end = Math.Min(intensity.Most, roofline.Peak / bandwidth);
            ridge = Math.Min(ridge, Math.Max(intensity.Least, end));
            if (start >= end) continue;
            bool isNamedBefore = i > 0 && AreClose(roofline, i - 1);
            panel.Series.Add(Ceiling(TextOf(roofline.Ceilings[i]), (start, start * bandwidth), (end, end * bandwidth)) with
            {
                Caption = isNamedBefore ? "" : $"{CaptionFrom(roofline, i)} GB/s",
            });
        }

        string peak = $"multiply-add peak {TextOf(roofline.Peak)} GFLOP/s";
        panel.Series.Add(Ceiling(peak, (ridge, roofline.Peak), (intensity.Most, roofline.Peak)));
        panel.Labels.Add(new ChartLabel(intensity.Most, roofline.Peak / Giga, peak, SegmentColor));
    }

    private static string CaptionFrom(ProfiledRoofline roofline, int first)
    {
        string text = TextOf(roofline.Ceilings[first]);
        for (int i = first; i + 1 < roofline.Ceilings.Count && AreClose(roofline, i); i++) text += $", {TextOf(roofline.Ceilings[i + 1])}";
        return text;
    }

    /// <summary>Whether the line of a ceiling has no room for a text between it and the next one.</summary>
    private static bool AreClose(ProfiledRoofline roofline, int index) =>
        roofline.Ceilings[index].BytesPerSecond < Apart * roofline.Ceilings[index + 1].BytesPerSecond;

    private static string TextOf(RooflineCeiling ceiling) => $"{ceiling.Level} {TextOf(ceiling.BytesPerSecond)}";

    private static string TextOf(double rate) =>
        (rate / Giga).ToString(rate < 10 * Giga ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static ChartLine Ceiling(string label, (double Intensity, double Rate) start, (double Intensity, double Rate) end) =>
        new([(start.Intensity, start.Rate / Giga), (end.Intensity, end.Rate / Giga)])
        {
            Label = label,
            Color = SegmentColor,
            Opacity = 0.8,
            Width = 1,
        };

    private static void Add(ChartPanel panel, RooflinePlace place, int color)
    {
        (double x, double y, double bound) = (place.Intensity, place.Rate / Giga, place.Bound / Giga);
        panel.Series.Add(new ChartLine([(x, y), (x, bound)])
        {
            Label = $"{place.Phase} to its limit",
            Color = color,
            Dashes = 2,
            Width = 1,
        });
        panel.Series.Add(new ChartLine([(x / Tick, bound), (x * Tick, bound)])
        {
            Label = $"limit of {place.Phase}",
            Color = color,
            Width = 2,
        });
        panel.Series.Add(new ChartDots([(x, y)]) { Label = place.Phase, Color = color, Radius = 5 });
        panel.Labels.Add(new ChartLabel(x, y, ShareOf(place), color));
    }

    private static string ShareOf(RooflinePlace place) =>
        $"{place.Phase}: {NumberText.Percent(place.Rate / place.Bound)} % of {place.Limit}";
}
