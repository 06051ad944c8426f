using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Numerics.Tests.Losses;

public class SoftmaxPickTests
{
    private const float LargestUniform = 1 - (1f / (1 << 24));

    [Fact]
    public void Every_action_is_picked_as_often_as_its_probability_says()
    {
        const int picks = 200_000;
        float[] probabilities = [0.5f, 0, 0.2f, 0.05f, 0.25f];
        var generator = new RandomGenerator(1);
        var counts = new int[probabilities.Length];
        for (int i = 0; i < picks; i++) counts[Softmax.Pick<float>(probabilities, generator.NextSingle())]++;
        for (int j = 0; j < counts.Length; j++)
        {
            // The tolerance is five standard deviations of a binomial count. The seed is fixed.
            double expected = picks * probabilities[j];
            Assert.InRange(counts[j], expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2499f, 0)]
    [InlineData(0.25f, 1)]
    [InlineData(0.4999f, 1)]
    [InlineData(0.5f, 3)]
    [InlineData(LargestUniform, 3)]
    public void The_first_action_whose_cumulated_probability_exceeds_the_number_is_picked(float uniform, int expected) =>
        Assert.Equal(expected, Softmax.Pick([0.25f, 0.25f, 0, 0.5f], uniform));

    [Theory]
    [InlineData(0)]
    [InlineData(0.5f)]
    [InlineData(LargestUniform)]
    public void An_action_of_probability_0_is_never_picked(float uniform) => Assert.Equal(1, Softmax.Pick([0, 1f, 0, 0], uniform));

    [Fact]
    public void Where_rounding_leaves_the_sum_below_1_the_last_possible_action_is_picked()
    {
        float[] probabilities = [0.5f, 0.5f - (4f / (1 << 24)), 0];
        Assert.Equal(1, Softmax.Pick<float>(probabilities, LargestUniform));
    }

    [Theory]
    [InlineData(0, new[] { 0.4, 0.2, 0.4 })]
    [InlineData(1, new[] { 0.2, 0.4, 0.4 })]
    [InlineData(2, new[] { 0.2, 0.3, 0.5 })]
    [InlineData(0, new[] { 0.25, 0.25, 0.25, 0.25 })]
    [InlineData(0, new[] { 1.0 })]
    public void The_most_probable_action_is_the_first_of_equals(int expected, double[] probabilities) =>
        Assert.Equal(expected, Softmax.MostProbable<double>(probabilities));

    [Fact]
    public void A_single_action_is_always_picked() => Assert.Equal(0, Softmax.Pick([1.0], 0.999999));
}
