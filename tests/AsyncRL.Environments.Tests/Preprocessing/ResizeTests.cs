using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>Area averaging, compared with overlaps that are integrated in double precision.</summary>
public class ResizeTests
{
    /// <summary>
    /// From height, width to height, width, and channels: the arcade's size, other sizes of it, whole ratios, equal sizes, larger, one
    /// pixel, smaller than a vector, in 32 bits, and sizes with too many weights for exact floats.
    /// </summary>
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 210, 160, 84, 84, 1 },
        { 210, 160, 84, 84, 3 },
        { 210, 160, 42, 42, 1 },
        { 210, 160, 42, 42, 3 },
        { 210, 160, 105, 80, 1 },
        { 210, 160, 83, 79, 1 },
        { 210, 160, 1, 1, 1 },
        { 84, 84, 84, 84, 1 },
        { 168, 168, 84, 84, 3 },
        { 252, 252, 84, 84, 1 },
        { 600, 840, 60, 84, 1 },
        { 20, 30, 84, 84, 1 },
        { 20, 30, 84, 84, 3 },
        { 1, 1, 84, 84, 1 },
        { 5, 3, 2, 2, 1 },
        { 5, 3, 2, 2, 4 },
        { 2, 7, 3, 5, 2 },
        { 37, 41, 11, 13, 6 },
        { 1080, 1920, 84, 84, 1 },
        { 211, 163, 84, 84, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_pixel_is_the_rounded_mean_of_what_it_covers(int height, int width, int toHeight, int toWidth, int channels)
    {
        (byte[] image, byte[] scaled) = Scale(height, width, toHeight, toWidth, channels, new RandomGenerator(1).NextInteger);
        for (int i = 0; i < scaled.Length; i++)
        {
            double exact = MeanOf(image, width, channels, i % channels,
                (double)height / toHeight, (double)width / toWidth, i / channels / toWidth, i / channels % toWidth);

            // The error exceeds a half only by the rounding of doubles, or of floats if there are many weights.
            Assert.InRange(scaled[i] - exact, -0.5 - 1e-4, 0.5 + 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Constant_images_stay_constant(int height, int width, int toHeight, int toWidth, int channels)
    {
        foreach (int level in (int[])[0, 1, 127, 128, 254, 255])
        {
            (_, byte[] scaled) = Scale(height, width, toHeight, toWidth, channels, _ => level);
            Assert.All(scaled, value => Assert.Equal(level, value));
        }
    }

    /// <summary>Means of whole pixels, in integers.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(2, 6)]
    [InlineData(10, 10)]
    [InlineData(64, 64)]
    public void Whole_ratios_are_exact_with_halves_rounded_up(int down, int across)
    {
        var generator = new RandomGenerator(2);
        (byte[] image, byte[] scaled) = Scale(12 * down, 12 * across, 12, 12, 1, generator.NextInteger);
        int area = down * across, halves = 0;
        for (int i = 0; i < scaled.Length; i++)
        {
            int sum = 0;
            for (int pixel = 0; pixel < area; pixel++)
                sum += image[((((i / 12) * down) + (pixel / across)) * 12 * across) + ((i % 12) * across) + (pixel % across)];
            Assert.Equal((sum + (area / 2)) / area, scaled[i]);
            if (2 * (sum % area) == area) halves++;
        }

        if (area == 4) Assert.True(halves > 10);
    }

    /// <summary>Two levels whose mean is a half everywhere, in sizes up to the largest sum of weights with an exact result.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(63)]
    [InlineData(64)]
    public void Halves_are_rounded_up_at_every_level(int across)
    {
        for (int level = 0; level < 255; level++)
        {
            int i = 0;
            (_, byte[] scaled) = Scale(2 * 64, across, 2, 1, 1, _ => level + ((i++ / across) & 1));
            Assert.All(scaled, value => Assert.Equal(level + 1, value));
        }
    }

    /// <summary>
    /// Some bytes of some rows change. Of the target only the rows and parts that they belong to are computed anew, and all is as if the
    /// whole image had been scaled.
    /// </summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Parts_that_changed_are_scaled_alone(int height, int width, int toHeight, int toWidth, int channels)
    {
        ObservationSpecification source = ObservationSpecification.Pixels(height, width, channels);
        ObservationSpecification target = ObservationSpecification.Pixels(toHeight, toWidth, channels);
        AreaAverage average = AreaAverage.Between(source, target);
        byte[] image = new byte[source.Size], scaled = new byte[target.Size], expected = new byte[target.Size];
        var generator = new RandomGenerator(3);
        int stride = width * channels;
        for (int round = 0; round < 20; round++)
        {
            uint parts = 0;
            for (int left = 1 + generator.NextInteger(3); left > 0; left--)
            {
                int column = generator.NextInteger(stride);
                parts |= 1u << (column / average.Parts.Length);
                image[(generator.NextInteger(height) * stride) + column] = (byte)generator.NextUInt64();
            }

            for (int row = 0; row < toHeight; row++) average.ApplyParts(image, row, parts, scaled);
            average.Apply(image, expected);
            Assert.Equal(expected, scaled);
        }
    }

    [Fact]
    public void One_bright_pixel_stays_where_it_was()
    {
        int i = 0;
        (_, byte[] scaled) = Scale(210, 160, 84, 84, 1, _ => i++ == (105 * 160) + 80 ? 250 : 0);

        // Row 105 begins row 42 of the target and covers 2 of its 5 parts; column 80 begins column 42 and covers 21 of its 40 parts.
        for (int pixel = 0; pixel < scaled.Length; pixel++)
            Assert.Equal(pixel == (42 * 84) + 42 ? 53 : 0, scaled[pixel]);
    }

    [Fact]
    public void The_wrapper_scales_what_the_environment_inside_shows()
    {
        var inner = new ScriptedGame(ObservationSpecification.Pixels(6, 8, 3));
        var resize = new Resize(inner, 3, 4);
        var seen = new Observation(resize.Observation);
        Assert.Equal(ObservationSpecification.Pixels(3, 4, 3), resize.Observation);
        resize.Reset(seen);
        Assert.Equal(new StepOutcome(1, false, false) { RawReward = 10 }, resize.Step(3, seen));
        Assert.Equal("reset, draw 3", inner.TakeCalls());
        for (int channel = 0; channel < 3; channel++)
        {
            int sum = 0;
            foreach (int pixel in (int[])[0, 1, 8, 9]) sum += ScriptedGame.Pixel(1, (pixel * 3) + channel);
            Assert.Equal((sum + 2) / 4, seen.Pixels[channel]);
        }
    }

    [Fact]
    public void Sizes_out_of_range_and_vectors_are_refused()
    {
        var image = new ScriptedGame(ObservationSpecification.Pixels(6, 8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resize(image, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resize(image, 4, Resize.LargestSize + 1));
        Assert.Throws<ArgumentException>(() => new Resize(new ScriptedGame(ObservationSpecification.Vector(4)), 4, 4));
    }

    private static (byte[] Image, byte[] Scaled) Scale(
        int height, int width, int toHeight, int toWidth, int channels, Func<int, int> level)
    {
        var source = ObservationSpecification.Pixels(height, width, channels);
        var target = ObservationSpecification.Pixels(toHeight, toWidth, channels);
        byte[] image = new byte[source.Size], scaled = new byte[target.Size];
        foreach (ref byte value in image.AsSpan()) value = (byte)level(256);
        AreaAverage.Between(source, target).Apply(image, scaled);
        return (image, scaled);
    }

    private static double MeanOf(byte[] image, int width, int channels, int channel, double down, double across, int row, int column)
    {
        double sum = 0, top = row * down, bottom = top + down, left = column * across, right = left + across;
        for (int y = (int)top; y < bottom - 1e-9; y++)
        {
            for (int x = (int)left; x < right - 1e-9; x++)
            {
                double covered = (Math.Min(bottom, y + 1) - Math.Max(top, y)) * (Math.Min(right, x + 1) - Math.Max(left, x));
                sum += covered * image[(((y * width) + x) * channels) + channel];
            }
        }

        return sum / (down * across);
    }
}
