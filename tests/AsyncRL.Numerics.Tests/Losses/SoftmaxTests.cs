using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Losses;

public class SoftmaxTests
{
    [Fact]
    public void Probabilities_are_exponentials_over_their_sum()
    {
        PropertyCheck.ForAll("softmax in double", 300, draw => AssertIsSoftmax(new PolicyDraw<double>(draw)));
        PropertyCheck.ForAll("softmax in float", 300, draw => AssertIsSoftmax(new PolicyDraw<float>(draw)));
    }

    [Fact]
    public void Probabilities_sum_to_1()
    {
        PropertyCheck.ForAll("softmax in double", 300, draw => AssertSumsTo1(new PolicyDraw<double>(draw)));
        PropertyCheck.ForAll("softmax in float", 300, draw => AssertSumsTo1(new PolicyDraw<float>(draw)));
    }

    [Fact]
    public void The_same_number_added_to_all_logits_changes_nothing() => PropertyCheck.ForAll("softmax", 300, draw =>
    {
        // Multiples of 1/8, so that the sums with an integer are exact and the results are equal to the last bit.
        var generator = new RandomGenerator(draw.Seed);
        float shift = generator.NextInteger(2001) - 1000;
        var logits = new float[1 + generator.NextInteger(18)];
        foreach (ref float logit in logits.AsSpan()) logit = (generator.NextInteger(161) - 80) / 8f;
        var shifted = new PolicyDraw<float>(Array.ConvertAll(logits, logit => logit + shift));
        Bits.AssertSame<float>(new PolicyDraw<float>(logits).Probabilities, shifted.Probabilities, "probabilities");
        Bits.AssertSame<float>(new PolicyDraw<float>(logits).LogProbabilities, shifted.LogProbabilities, "logarithms");
    });

    [Theory]
    [InlineData(1000, -1000)]
    [InlineData(-1000, 1000)]
    [InlineData(1000, 1000)]
    [InlineData(-1000, -1000)]
    [InlineData(1e30, -1e30)]
    public void Logits_of_any_size_stay_finite(double first, double second)
    {
        AssertFinite(new PolicyDraw<float>((float)first, (float)second, 0));
        AssertFinite(new PolicyDraw<double>(first, second, 0));
    }

    [Fact]
    public void Logits_of_1000_and_minus_1000_are_certain_but_their_logarithms_keep_the_distance()
    {
        var policy = new PolicyDraw<float>(1000, -1000);
        Assert.Equal([1, 0], policy.Probabilities);
        Assert.Equal([0, -2000], policy.LogProbabilities);
    }

    [Fact]
    public void A_single_action_is_certain()
    {
        Assert.Equal([1], new PolicyDraw<float>(-37).Probabilities);
        Assert.Equal([0], new PolicyDraw<float>(-37).LogProbabilities);
    }

    [Fact]
    public void No_logits_and_different_lengths_get_a_sentence()
    {
        Assert.Equal(
            "softmax: logits has 0 numbers; expected at least 1.",
            Assert.Throws<ArgumentException>(() => Softmax.Distribution<float>([], [], [])).Message);
        Assert.Equal(
            "A span has 2 numbers; expected 3.",
            Assert.Throws<ArgumentException>(() => Softmax.Distribution<float>(new float[3], new float[2], new float[3])).Message);
        Assert.Equal(
            "A span has 4 numbers; expected 3.",
            Assert.Throws<ArgumentException>(() => Softmax.Distribution<float>(new float[3], new float[3], new float[4])).Message);
    }

    private static void AssertIsSoftmax<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (T logit in policy.Logits) largest = Math.Max(largest, double.CreateChecked(logit));
        foreach (T logit in policy.Logits) sum += Math.Exp(double.CreateChecked(logit) - largest);
        for (int j = 0; j < policy.Actions; j++)
        {
            // The argument of the exponential and the logarithm are rounded relative to their size. The other operations are rounded a few
            // times relative to the result.
            double distance = double.CreateChecked(policy.Logits[j]) - largest, logarithm = distance - Math.Log(sum);
            double error = PolicyDraw<T>.Unit * (policy.Actions + 4 + Math.Abs(distance));
            Assert.Equal(logarithm, double.CreateChecked(policy.LogProbabilities[j]), error);
            double probability = Math.Exp(logarithm), smallest = double.CreateChecked(T.Epsilon);
            Assert.Equal(probability, double.CreateChecked(policy.Probabilities[j]), (error * probability) + smallest);
        }
    }

    private static void AssertSumsTo1<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T probability in policy.Probabilities) sum += double.CreateChecked(probability);
        Assert.Equal(1, sum, policy.Actions * PolicyDraw<T>.Unit);
    }

    private static void AssertFinite<T>(PolicyDraw<T> policy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AssertSumsTo1(policy);
        foreach (T logarithm in policy.LogProbabilities) Assert.InRange(double.CreateChecked(logarithm), double.MinValue, 0);
    }
}
