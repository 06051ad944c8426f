using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

public sealed class GifTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(40, 30, 3)]
    [InlineData(64, 64, 16)]
    [InlineData(200, 150, 17)]
    [InlineData(300, 200, 256)]
    public void Up_to_256_colors_come_back_exactly(int width, int height, int colors)
    {
        Picture picture = Drawings.Noise(width, height, colors, seed: 1);
        var gif = DecodedGif.Read(Encode((picture, 1)));
        Assert.Equal((width, height), (gif.Width, gif.Height));
        Assert.Equal(picture.Bytes, Assert.Single(gif.Frames).Bytes);
    }

    /// <summary>Every length is tested, so that every number of codes occurs, including those at which codes grow by a bit.</summary>
    [Fact]
    public void Pictures_of_every_length_come_back_exactly()
    {
        for (int width = 1; width <= 600; width++)
        {
            Picture picture = Drawings.Noise(width, 1, 4, seed: 2);
            Assert.Equal(picture.Bytes, DecodedGif.Read(Encode((picture, 1))).Frames[0].Bytes);
        }
    }

    [Fact]
    public void A_plain_picture_is_compressed()
    {
        byte[] file = Encode((new Picture(400, 300), 1));
        Assert.InRange(file.Length, 1, 1000);
        Assert.Equal(new Picture(400, 300).Bytes, DecodedGif.Read(file).Frames[0].Bytes);
    }

    [Fact]
    public void Frames_hold_only_what_changes()
    {
        Picture first = Drawings.Noise(60, 40, 50, seed: 3), second = Drawings.Copy(first);
        second.Fill(10, 5, 3, 2, new Rgb(1, 2, 3));
        second[20, 9] = new Rgb(4, 5, 6);
        Picture third = Drawings.Copy(second);
        third[0, 0] = new Rgb(7, 8, 9);
        var gif = DecodedGif.Read(Encode((first, 1), (second, 1), (third, 1)));
        Assert.Equal([60 * 40, 11 * 5, 1], gif.Sizes);
        Assert.Equal(second.Bytes, gif.Frames[1].Bytes);
        Assert.Equal(third.Bytes, gif.Frames[2].Bytes);
    }

    [Fact]
    public void Frames_that_change_everywhere_come_back_exactly()
    {
        Picture first = Drawings.Noise(50, 50, 255, seed: 4), second = Drawings.Noise(50, 50, 255, seed: 5);
        var gif = DecodedGif.Read(Encode((first, 1), (second, 1), (first, 1)));
        Assert.Equal(first.Bytes, gif.Frames[0].Bytes);
        Assert.Equal(second.Bytes, gif.Frames[1].Bytes);
        Assert.Equal(first.Bytes, gif.Frames[2].Bytes);
    }

    [Fact]
    public void A_frame_in_which_nothing_changes_lasts_too()
    {
        Picture picture = Drawings.Noise(9, 9, 9, seed: 6);
        var gif = DecodedGif.Read(Encode((picture, 0.5), (Drawings.Copy(picture), 0.25)));
        Assert.Equal([50, 25], gif.Delays);
        Assert.Equal(picture.Bytes, gif.Frames[1].Bytes);
    }

    [Fact]
    public void Many_colors_come_back_nearly()
    {
        Picture picture = Drawings.Gradient(128, 128);
        ReadOnlySpan<byte> shown = DecodedGif.Read(Encode((picture, 1))).Frames[0].Bytes;
        for (int i = 0; i < shown.Length; i++) Assert.InRange(shown[i] - picture.Bytes[i], -16, 16);
    }

    [Fact]
    public void Hundredths_of_a_second_are_rounded_without_losing_the_pace()
    {
        var picture = new Picture(2, 2);
        (Picture, double)[] frames = new (Picture, double)[15];
        Array.Fill(frames, (picture, 1 / 15.0));
        var gif = DecodedGif.Read(Encode(frames));
        Assert.All(gif.Delays, delay => Assert.InRange(delay, 6, 7));
        int sum = 0;
        gif.Delays.ForEach(delay => sum += delay);
        Assert.Equal(100, sum);
    }

    [Fact]
    public void It_is_shown_for_ever() => Assert.True(DecodedGif.Read(Encode((new Picture(1, 1), 1))).IsShownForEver);

    [Fact]
    public void A_frame_of_another_size_is_refused()
    {
        var writer = new GifWriter(Stream.Null);
        writer.Add(new Picture(2, 2), 1);
        Assert.Contains("2×2", Assert.Throws<ArgumentException>(() => writer.Add(new Picture(2, 3), 1)).Message, StringComparison.Ordinal);
    }

    private static byte[] Encode(params (Picture Picture, double Seconds)[] frames)
    {
        using var stream = new MemoryStream();
        var writer = new GifWriter(stream);
        foreach ((Picture picture, double seconds) in frames) writer.Add(picture, seconds);
        writer.Finish();
        return stream.ToArray();
    }
}
