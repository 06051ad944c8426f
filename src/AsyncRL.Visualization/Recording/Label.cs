using System.Globalization;

namespace AsyncRL.Visualization.Recording;

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
