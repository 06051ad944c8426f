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
    /// <param name="colors">Whether colors can be shown; otherwise characters represent brightness.</param>
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

    /// <summary>Two characters per pixel, so that pixels are about square.</summary>
    private static StyledText Letters(Picture picture)
    {
        var sheet = new StyledText();
        for (int y = 0; y < picture.Height; y++)
        {
            sheet.Line();
            for (int x = 0; x < picture.Width; x++)
                sheet.Add(new string(Ramp[(int)Math.Round(picture[x, y].Brightness * (Ramp.Length - 1))], 2));
        }

        return sheet;
    }

    private static Color ToColor(Rgb color) => new(color.Red, color.Green, color.Blue);
}
