using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Numerics.Tests.Losses;

/// <summary>
/// Compares the Gaussian policy in float with the same in double, over all spreads and floors that a run may have. σ², log π, H and their
/// derivatives keep their digits even if the policy is nearly certain.
/// </summary>
public class GaussianPrecisionTests
{
    private const double Unit = 1.0 / (1 << 24);
    private const int Dimensions = 3;

    public static TheoryData<double> Floors => [1e-9, 1e-6, 1e-3, 1];

    [Theory]
    [MemberData(nameof(Floors))]
    public void The_variance_is_within_14_roundings(double floor) => ForEachSpread(floor, (spread, variance, precise, _) =>
        Assert.InRange(Math.Abs(variance - precise), 0, 14 * Unit * precise));

    /// <summary>The smallest allowed floor at a spread where the rounding of 1 + eˢ took all digits: σ² was 60 times too small.</summary>
    [Fact]
    public void A_small_floor_does_not_show_what_softplus_lost() =>
        Assert.Equal(6.27606e-8, SphericalGaussian.Variance(-16.6f, 1e-9f), 1e-12);

    [Theory]
    [MemberData(nameof(Floors))]
    public void The_derivative_of_the_likelihood_by_the_spread_keeps_its_digits(double floor) =>
        ForEachSpread(floor, (spread, variance, precise, action) =>
        {
            float[] mean = new float[Dimensions], meanGradient = new float[Dimensions];
            float gradient = 0;
            SphericalGaussian.AddLogLikelihoodGradient(1, action, mean, spread, variance, meanGradient, ref gradient);
            double[] preciseAction = Array.ConvertAll(action, a => (double)a), preciseMeanGradient = new double[Dimensions];
            double expected = 0, distance = 0;
            SphericalGaussian.AddLogLikelihoodGradient(
                1, preciseAction, new double[Dimensions], spread, precise, preciseMeanGradient, ref expected);
            foreach (double a in preciseAction) distance += a * a / precise;

            // If ‖a − μ‖²/σ² is near d, the two cancel: the error is relative to the sum of both. Below 2⁻¹²⁶ floats lose digits.
            double terms = (distance + Dimensions) / (2 * precise) * Softplus.Derivative((double)spread);
            Assert.InRange(Math.Abs(gradient - expected), 0, (60 * Unit * terms) + (1e-37 / precise));
            for (int i = 0; i < Dimensions; i++)
                Assert.InRange(Math.Abs(meanGradient[i] - preciseMeanGradient[i]), 0, 16 * Unit * Math.Abs(preciseMeanGradient[i]));
        });

    [Theory]
    [MemberData(nameof(Floors))]
    public void Likelihood_and_entropy_are_within_roundings_of_their_terms(double floor) =>
        ForEachSpread(floor, (spread, variance, precise, action) =>
        {
            double[] preciseAction = Array.ConvertAll(action, a => (double)a);
            double logarithm = Dimensions * (Math.Abs(Math.Log(2 * Math.PI * precise)) + 1) / 2, distance = 0;
            foreach (double a in preciseAction) distance += a * a / (2 * precise);
            Assert.Equal(
                SphericalGaussian.LogLikelihood(preciseAction, new double[Dimensions], precise),
                SphericalGaussian.LogLikelihood(action, new float[Dimensions], variance),
                Unit * ((30 * Dimensions) + (4 * logarithm) + (24 * distance)));
            Assert.Equal(
                SphericalGaussian.Entropy(Dimensions, precise),
                SphericalGaussian.Entropy(Dimensions, variance),
                Unit * ((30 * Dimensions) + (4 * logarithm)));
        });

    private static void ForEachSpread(double floor, Action<float, float, double, float[]> assert)
    {
        var generator = new RandomGenerator(1);
        for (float spread = -90; spread < 40; spread += 0.037f)
        {
            double precise = SphericalGaussian.Variance((double)spread, (float)floor);
            float[] action = Array.ConvertAll(new float[Dimensions], _ => (float)(Math.Sqrt(precise) * generator.NextNormal()));
            assert(spread, SphericalGaussian.Variance(spread, (float)floor), precise, action);
        }
    }
}
