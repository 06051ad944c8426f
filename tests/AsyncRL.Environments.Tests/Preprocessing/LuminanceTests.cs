using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>Luminance, compared with Rec. 601 in double precision, and with known values of some colors.</summary>
public class LuminanceTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(255, 255, 255, 255)]
    [InlineData(255, 0, 0, 77)]
    [InlineData(0, 255, 0, 149)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(0, 0, 4, 0)]
    [InlineData(0, 0, 5, 1)]
    [InlineData(0, 64, 0, 38)]
    [InlineData(128, 0, 0, 39)]
    public void Colors_have_their_luminance_with_halves_rounded_up(byte red, byte green, byte blue, byte gray)
    {
        byte[] colors = new byte[3 * 50], grays = new byte[50];
        for (int pixel = 0; pixel < 50; pixel++)
            (colors[3 * pixel], colors[(3 * pixel) + 1], colors[(3 * pixel) + 2]) = (red, green, blue);
        Luminance.Convert(colors, grays);
        Assert.All(grays, value => Assert.Equal(gray, value));
    }

    [Fact]
    public void Grays_stay_what_they_are()
    {
        byte[] colors = new byte[3 * 256], grays = new byte[256];
        for (int i = 0; i < colors.Length; i++) colors[i] = (byte)(i / 3);
        Luminance.Convert(colors, grays);
        for (int i = 0; i < grays.Length; i++) Assert.Equal(i, grays[i]);
    }

    /// <summary>Lengths close to those of vectors: every pixel uses its own three bytes.</summary>
    [Fact]
    public void It_is_within_one_gray_level_of_the_recommendation()
    {
        var generator = new RandomGenerator(1);
        for (int length = 0; length < 150; length++)
        {
            byte[] colors = new byte[3 * length], grays = new byte[length];
            foreach (ref byte value in colors.AsSpan()) value = (byte)generator.NextInteger(256);
            Luminance.Convert(colors, grays);
            for (int i = 0; i < length; i++)
            {
                double exact = (0.299 * colors[3 * i]) + (0.587 * colors[(3 * i) + 1]) + (0.114 * colors[(3 * i) + 2]);
                Assert.InRange(grays[i], Math.Round(exact) - 1, Math.Round(exact) + 1);
            }
        }
    }

    [Fact]
    public void Colors_lose_their_channels_and_one_channel_passes()
    {
        foreach (int channels in (int[])[1, 3])
        {
            var shown = new Luminance(new ScriptedGame(ObservationSpecification.Pixels(5, 9, channels)));
            Assert.Equal(ObservationSpecification.Pixels(5, 9, 1), shown.Observation);
            var seen = new Observation(shown.Observation);
            shown.Reset(seen);
            shown.Step(2, seen);
            byte[] image = new byte[5 * 9 * channels], expected = new byte[5 * 9];
            for (int i = 0; i < image.Length; i++) image[i] = ScriptedGame.Pixel(1, i);
            if (channels == 1) image.CopyTo(expected, 0);
            else Luminance.Convert(image, expected);
            Assert.Equal(expected, seen.Pixels.ToArray());
        }
    }

    [Fact]
    public void Other_channels_vectors_and_lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Luminance(new ScriptedGame(ObservationSpecification.Pixels(5, 9, 4))));
        Assert.Throws<ArgumentException>(() => new Luminance(new ScriptedGame(ObservationSpecification.Vector(3))));
        Assert.Throws<ArgumentException>(() => Luminance.Convert(new byte[7], new byte[2]));
    }
}
