using Spectre.Console;

namespace AsyncRL.Cli.Views;

/// <summary>Bars whose length is a share of a width.</summary>
internal static class Bar
{
    private static readonly Style Done = new(Color.Green);
    private static readonly Style ToDo = new(Color.Grey);

    /// <summary>Adds a thin progress bar to the last line of a text.</summary>
    /// <param name="sheet">The text.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The text.</returns>
    internal static StyledText AddProgress(this StyledText sheet, double share, int width)
    {
        int done = Filled(share, width);
        return sheet.Add(new string('━', done), Done).Add(new string('─', width - done), ToDo);
    }

    /// <summary>A progress bar without colors.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The bar.</returns>
    internal static string Progress(double share, int width)
    {
        int done = Filled(share, width);
        return new string('━', done) + new string('─', width - done);
    }

    /// <summary>A solid bar, exact to an eighth of a column.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The bar, filled up with blanks.</returns>
    internal static string Solid(double share, int width)
    {
        const string Eighths = " ▏▎▍▌▋▊▉";
        int eighths = double.IsFinite(share) ? (int)Math.Round(Math.Clamp(share, 0, 1) * 8 * width) : 0;
        string full = new('█', eighths / 8);
        return (eighths % 8 > 0 ? full + Eighths[eighths % 8] : full).PadRight(width);
    }

    private static int Filled(double share, int width) => double.IsFinite(share) ? (int)(Math.Clamp(share, 0, 1) * width) : 0;
}
