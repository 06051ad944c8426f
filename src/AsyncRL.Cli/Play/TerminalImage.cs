using System.Globalization;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Visualization.Images;
using Spectre.Console;

namespace AsyncRL.Cli.Play;

/// <summary>Draws observations as lines of a terminal.</summary>
internal static class TerminalImage
{
    private const string Ramp = " .:-=+*#%@";
    private static readonly Style Quiet = new(Color.Grey);

    /// <summary>Draws an observation.</summary>
    /// <param name="observation">Pixels or a vector.</param>
    /// <param name="width">Available columns.</param>
    /// <param name="height">Available rows.</param>
    /// <param name="colors">Whether colors can be shown; otherwise characters represent brightness, or darkness if it is bright.</param>
    /// <returns>The lines, all of the same width.</returns>
    internal static StyledText Draw(Observation observation, int width, int height, bool colors)
    {
        if (observation.Specification.Kind == ObservationKind.Vector) return VectorBars.Draw(observation.Values, width, height);
        var picture = Picture.Of(observation);
        if (colors) return HalfBlocks(picture.Fit(width, 2 * height));
        return Letters(picture.Fit(Math.Min(picture.Width, width / 2), Math.Min(picture.Height, height)));
    }

    /// <summary>Draws a line around a frame.</summary>
    /// <param name="inside">The frame.</param>
    /// <returns>The frame and the line.</returns>
    internal static StyledText Border(StyledText inside)
    {
        int width = inside.Width;
        var framed = new StyledText().Line().Add('┌' + new string('─', width) + '┐', Quiet);
        framed.Append(inside, "│", "│", Quiet);
        return framed.Line().Add('└' + new string('─', width) + '┘', Quiet);
    }

    /// <summary>Two pixels per character: ▀ in the color of the upper pixel on the color of the lower pixel.</summary>
    private static StyledText HalfBlocks(Picture picture)
    {
        var sheet = new StyledText();
        for (int y = 0; y < picture.Height; y += 2)
        {
            sheet.Line();
            for (int x = 0; x < picture.Width; x++)
            {
                Color upper = ToColor(picture[x, y]);
                if (y + 1 < picture.Height) sheet.Add("▀", new Style(upper, ToColor(picture[x, y + 1])));
                else sheet.Add("▀", new Style(upper));
            }
        }

        return sheet;
    }

    /// <summary>
    /// Two characters per pixel, so that pixels are about square. Of a picture that is mostly bright, such as a drawing on white, the
    /// characters represent darkness, so that the background stays empty.
    /// </summary>
    private static StyledText Letters(Picture picture)
    {
        bool isBright = IsMostlyBright(picture);
        var sheet = new StyledText();
        for (int y = 0; y < picture.Height; y++)
        {
            sheet.Line();
            for (int x = 0; x < picture.Width; x++)
            {
                double brightness = picture[x, y].Brightness;
                sheet.Add(new string(Ramp[(int)Math.Round((isBright ? 1 - brightness : brightness) * (Ramp.Length - 1))], 2));
            }
        }

        return sheet;
    }

    private static bool IsMostlyBright(Picture picture)
    {
        double sum = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++) sum += picture[x, y].Brightness;
        }

        return sum > 0.5 * picture.Width * picture.Height;
    }

    private static Color ToColor(Rgb color) => new(color.Red, color.Green, color.Blue);
}

/// <summary>Draws the numbers of a vector, each with a bar whose length is relative to the largest magnitude.</summary>
internal static class VectorBars
{
    private const int CellWidth = 26;
    private const int Gap = 2;
    private static readonly Style Positive = new(Color.Green);
    private static readonly Style Negative = new(Color.Red);
    private static readonly Style Quiet = new(Color.Grey);

    /// <summary>Draws a vector.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="width">Available columns; numbers that do not fit are left out.</param>
    /// <param name="height">Available rows.</param>
    /// <returns>The lines.</returns>
    internal static StyledText Draw(ReadOnlySpan<float> values, int width, int height)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        int columns = Math.Max(1, Math.Min((width + Gap) / (CellWidth + Gap), (values.Length + height - 1) / height));
        int rows = Math.Min(height, (values.Length + columns - 1) / columns);
        var sheet = new StyledText();
        for (int row = 0; row < rows; row++)
        {
            sheet.Line();
            for (int column = 0; column < columns; column++)
            {
                int i = (column * rows) + row;
                if (i < values.Length) AddCell(sheet, i, values[i], largest);
                sheet.Add(new string(' ', Gap));
            }
        }

        return sheet;
    }

    private static void AddCell(StyledText sheet, int index, float value, float largest)
    {
        const int IndexWidth = 4, NumberWidth = 9, BarWidth = CellWidth - IndexWidth - NumberWidth - 2;
        sheet.AddRight(index.ToString(CultureInfo.InvariantCulture), IndexWidth, Quiet).Add(" ");
        sheet.AddRight(NumberText.Significant(value), NumberWidth).Add(" ");
        sheet.Add(Bar.Solid(largest > 0 ? Math.Abs(value) / largest : 0, BarWidth), value < 0 ? Negative : Positive);
    }
}
