using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 5)]
    [InlineData(300, 200)]
    public void A_picture_comes_back_exactly(int width, int height)
    {
        Picture picture = Drawings.Noise(width, height, 100_000, seed: 1);
        using var stream = new MemoryStream();
        Png.Write(picture, stream);
        Picture read = DecodedPng.Read(stream.ToArray());
        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.Equal(picture.Bytes, read.Bytes);
    }

    /// <summary>The published check value of CRC-32, and the end chunk of every PNG.</summary>
    [Fact]
    public void The_remainder_is_that_of_the_standard()
    {
        Assert.Equal(0xCBF43926u, Png.Remainder("12345"u8, "6789"u8));
        Assert.Equal(0xAE426082u, Png.Remainder("IEND"u8, []));
    }
}
