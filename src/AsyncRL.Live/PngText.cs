using System.IO.Compression;
using System.Text.Json.Nodes;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Live;

/// <summary>
/// Writes pictures as PNG in base 64. The browser enlarges them: to compress a large picture would take more time than the game.
/// </summary>
internal static class PngText
{
    /// <summary>Writes a picture.</summary>
    internal static string Of(Picture picture)
    {
        using var file = new MemoryStream();
        Png.Write(picture, file, CompressionLevel.Fastest);
        return Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length);
    }
}

/// <summary>Numbers as JSON.</summary>
internal static class JsonNumbers
{
    /// <summary>Makes an array. A number that is not finite is null, because JSON has none.</summary>
    internal static JsonArray Of(ReadOnlySpan<float> numbers)
    {
        var array = new JsonArray();
        foreach (float number in numbers) array.Add(float.IsFinite(number) ? (JsonNode)number : null);
        return array;
    }
}
