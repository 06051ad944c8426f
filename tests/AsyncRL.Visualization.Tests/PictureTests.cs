using AsyncRL.Environments;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

public sealed class PictureTests
{
    [Fact]
    public void A_picture_is_enlarged_by_whole_numbers_and_reduced_by_averaging()
    {
        var observation = new Observation(ObservationSpecification.Pixels(2, 2, 1));
        observation.Pixels[0] = 200;
        var picture = Picture.Of(observation);
        Picture large = picture.Fit(7, 5);
        Assert.Equal((4, 4), (large.Width, large.Height));
        Assert.Equal(Rgb.Gray(200), large[1, 1]);
        Assert.Equal(Rgb.Gray(0), large[2, 1]);
        Picture small = picture.Fit(1, 1);
        Assert.Equal((1, 1), (small.Width, small.Height));
        Assert.Equal(Rgb.Gray(50), small[0, 0]);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(3, 1, 2, 3)]
    [InlineData(4, 4, 4, 4)]
    public void The_newest_frame_of_a_stack_is_shown_and_three_channels_are_colors(int channels, byte red, byte green, byte blue)
    {
        var observation = new Observation(ObservationSpecification.Pixels(1, 1, channels));
        for (int i = 0; i < channels; i++) observation.Pixels[i] = (byte)(i + 1);
        Assert.Equal(new Rgb(red, green, blue), Picture.Of(observation)[0, 0]);
    }

    [Theory]
    [InlineData(3, 1, 3, 3, 3)]
    [InlineData(6, 3, 4, 5, 6)]
    [InlineData(2, 1, 2, 2, 2)]
    public void Of_a_stack_of_frames_the_newest_is_shown_in_its_colors(int channels, int ofFrame, byte red, byte green, byte blue)
    {
        var observation = new Observation(ObservationSpecification.Pixels(2, 1, channels) with { FrameChannels = ofFrame });
        for (int i = 0; i < channels; i++) observation.Pixels[channels + i] = (byte)(i + 1);
        Assert.Equal(new Rgb(red, green, blue), Picture.Of(observation)[0, 1]);
        Assert.Equal(Rgb.Gray(0), Picture.Of(observation)[0, 0]);
    }

    [Fact]
    public void What_is_drawn_outside_is_left_out()
    {
        var picture = new Picture(4, 3);
        picture.Fill(-2, -2, 4, 4, Rgb.Gray(1));
        picture.Fill(3, 2, 9, 9, Rgb.Gray(2));
        picture.Paint(new Picture(2, 2), -1, -1);
        picture.Paint(new Picture(9, 9), 3, 2);
        Assert.Equal([0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0], Reds(picture));
    }

    [Fact]
    public void Letters_are_drawn_in_squares()
    {
        var picture = new Picture(40, 14);
        picture.Write("l.", 0, 0, 2, Rgb.Gray(255));
        Assert.Equal(Rgb.Gray(255), picture[1, 13]);
        Assert.Equal(Rgb.Gray(255), picture[9, 12]);
        Assert.Equal(Rgb.Gray(0), picture[2, 11]);
        Assert.Equal(22, Lettering.WidthOf("l.", 2));
        Assert.Equal(0, Lettering.WidthOf("", 2));
        Assert.Equal(Rgb.Gray(0), picture[22, 13]);
    }

    [Fact]
    public void Every_letter_and_digit_looks_different_from_every_other()
    {
        const string Letters = " !%'()*+,-./0123456789:<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_…";
        var looks = new HashSet<string>();
        foreach (char letter in Letters)
        {
            var picture = new Picture(5, 7);
            picture.Write($"{letter}", 0, 0, 1, Rgb.Gray(255));
            Assert.True(looks.Add(Convert.ToHexString(picture.Bytes)), $"{letter}");
        }
    }

    private static List<byte> Reds(Picture picture)
    {
        var reds = new List<byte>();
        for (int i = 0; i < picture.Bytes.Length; i += Picture.Channels) reds.Add(picture.Bytes[i]);
        return reds;
    }
}
