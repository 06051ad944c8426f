using System.Globalization;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>The colors of everything that is drawn around a frame.</summary>
internal static class Theme
{
    internal static readonly Rgb Background = new(24, 26, 33);
    internal static readonly Rgb Empty = new(44, 48, 60);
    internal static readonly Rgb Label = new(150, 156, 170);
    internal static readonly Rgb Text = new(236, 238, 242);
    internal static readonly Rgb Chosen = new(250, 204, 72);
    internal static readonly Rgb Other = new(84, 146, 232);
    internal static readonly Rgb Positive = new(92, 184, 122);
    internal static readonly Rgb Negative = new(224, 96, 88);
}

/// <summary>Short texts of numbers and names for pictures.</summary>
internal static class Label
{
    /// <summary>A number of about three digits: "21", "-0.25", "1.2E-05"; a hyphen if it is not a number.</summary>
    internal static string Of(double value)
    {
        if (!double.IsFinite(value)) return "-";
        if (Math.Abs(value) >= 100 || value == Math.Round(value)) return value.ToString("F0", CultureInfo.InvariantCulture);
        return value.ToString(Math.Abs(value) >= 0.01 ? "0.##" : "0.#E+0", CultureInfo.InvariantCulture);
    }

    /// <summary>A text shortened to a number of letters.</summary>
    internal static string Cut(string text, int letters) => text.Length <= letters ? text : text[..letters];
}
