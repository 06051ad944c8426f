using OxyPlot;

namespace AsyncRL.Visualization.Charts;

/// <summary>The colors and dashes of all charts.</summary>
internal static class ChartColors
{
    private static readonly OxyColor[] Colors =
    [
        .. Array.ConvertAll<uint, OxyColor>(
            [0x1b6ca8, 0xc8553d, 0x3a7d44, 0x8e5ea2, 0xb58900, 0x2aa198, 0xd33682, 0x586e75, 0x6c71c4, 0xcb4b16],
            rgb => OxyColor.FromUInt32(0xff000000 | rgb)),
    ];

    private static readonly double[][] Patterns = [[7, 4], [2, 3], [9, 3, 2, 3]];

    /// <summary>Text.</summary>
    internal static OxyColor Ink { get; } = OxyColor.FromRgb(0x22, 0x22, 0x22);

    /// <summary>Axes, marks, and text beside them.</summary>
    internal static OxyColor Gray { get; } = OxyColor.FromRgb(0x66, 0x66, 0x66);

    /// <summary>The lines of the grid.</summary>
    internal static OxyColor Grid { get; } = OxyColor.FromRgb(0xe6, 0xe6, 0xe6);

    /// <summary>A color, counted around.</summary>
    internal static OxyColor Of(int index, double opacity = 1) =>
        OxyColor.FromAColor((byte)Math.Round(255 * Math.Clamp(opacity, 0, 1)), Colors[Around(index, Colors.Length)]);

    /// <summary>The lengths of dashes and gaps in widths of the line; null for a solid line.</summary>
    internal static double[]? DashesOf(int index) => index == 0 ? null : Patterns[Around(index - 1, Patterns.Length)];

    private static int Around(int index, int count) => ((index % count) + count) % count;
}
