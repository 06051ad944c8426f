using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures;

/// <summary>Pictures as PNG in memory.</summary>
internal static class PngFile
{
    /// <summary>Makes the file of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>Its bytes.</returns>
    internal static byte[] Of(Picture picture)
    {
        using var file = new MemoryStream();
        Png.Write(picture, file);
        return file.ToArray();
    }
}
