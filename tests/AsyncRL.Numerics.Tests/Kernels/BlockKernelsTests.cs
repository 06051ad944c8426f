using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class BlockKernelsTests
{
    /// <summary>All short lengths, some long ones, and the paper's observation of 84×84×4.</summary>
    private static IEnumerable<int> Lengths
    {
        get
        {
            for (int length = 0; length <= 257; length++) yield return length;
            foreach (int length in new[] { 4095, 4096, 4097, 84 * 84 * 4 }) yield return length;
        }
    }

    [Fact]
    public void Every_pixel_becomes_its_share_of_255()
    {
        foreach (int length in Lengths) AssertShares(length);
    }

    [Fact]
    public void Every_number_is_scaled()
    {
        foreach (int length in Lengths) AssertScaled(length);
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_sum_of_squares_is_that_of_its_vector(VectorWidth width)
    {
        float[] numbers = Numbers.Draw<float>(new RandomGenerator(1), 5000);
        double exact = 0;
        foreach (float number in numbers) exact += (double)number * number;
        Assert.Equal(exact, BlockKernels.For(width).SumOfSquares(numbers), 6.1e-5 * exact);
    }

    [Fact]
    public void Pixels_and_floats_of_different_lengths_are_refused_in_a_sentence() => Assert.Equal(
        "A span has 5 numbers; expected 4.",
        Assert.Throws<ArgumentException>(() => BlockKernels.PixelsToUnitInterval(new byte[4], new float[5])).Message);

    private static void AssertShares(int length)
    {
        var pixels = new byte[length];
        for (int i = 0; i < length; i++) pixels[i] = (byte)(i * 31);
        GuardedBlock<float> floats = GuardedBlock<float>.ToWrite(length);
        BlockKernels.PixelsToUnitInterval(pixels, floats.Span);
        floats.AssertGuardsUntouched("pixels");

        for (int i = 0; i < length; i++)
        {
            Assert.Equal(pixels[i] * (1f / 255), floats.Span[i]);

            // The factor 1/255 is rounded once, and the product is rounded once.
            Assert.Equal(pixels[i] / 255.0, floats.Span[i], pixels[i] / 255.0 * 1.2e-7);
        }
    }

    private static void AssertScaled(int length)
    {
        var numbers = GuardedBlock<float>.ToAddTo(length, new RandomGenerator(1));
        float[] before = numbers.Span.ToArray();
        BlockKernels.Scale(numbers.Span, 0.3f);
        numbers.AssertGuardsUntouched("scale");
        for (int i = 0; i < length; i++) Assert.Equal(before[i] * 0.3f, numbers.Span[i]);
    }
}
