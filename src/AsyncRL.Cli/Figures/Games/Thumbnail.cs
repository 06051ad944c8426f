using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Games;

/// <summary>
/// The small picture of a state in a chart. A picture that is clearly wider than high is drawn wider than others, because at their width
/// it would be too low to be recognized.
/// </summary>
internal static class Thumbnail
{
    /// <summary>The width of the widest thumbnail in a chart, in pixels.</summary>
    internal const double LargestWidth = 88;

    private const double Width = 56, PixelsPerPixel = 1.3, WideFrom = 1.5;

    /// <summary>Reduces a picture to the size of a thumbnail, with some more pixels than it is drawn with.</summary>
    internal static Picture Of(Picture picture)
    {
        int size = (int)(PixelsPerPixel * WidthOf(picture));
        return picture.Fit(size, size);
    }

    /// <summary>The width with which a picture is drawn in a chart, in pixels.</summary>
    internal static double WidthOf(Picture picture) => picture.Width < WideFrom * picture.Height ? Width : LargestWidth;
}
