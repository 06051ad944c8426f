using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using MathNet.Numerics.RootFinding;

namespace AsyncRL.Training.Statistics;

/// <summary>
/// The smallest difference between the means of two sets of runs that so many runs show. It is the difference that the two-sided t test at
/// 5 % finds with a probability of 80 %, if the scores are normal and both sets have the same variance.
/// </summary>
/// <remarks>
/// The statistic of the test has the noncentral t distribution with n + m − 2 degrees of freedom and the noncentrality
/// d / √(1/n + 1/m). Its distribution function is the mean of that of a normal variable over the sample deviation, integrated by
/// Simpson's rule; the difference is found by Brent's method. Examples: 3 runs a side show 3.1 standard deviations, 5 show 2.0, 10 show
/// 1.3, 20 show 0.9, 30 show 0.74, 64 show 0.5.
/// </remarks>
public static class DetectableDifference
{
    private const double Power = 0.8, Level = 0.05, MostDeviations = 100;

    /// <summary>Computes the difference for two sets of equally many runs.</summary>
    /// <param name="runs">The number of runs in each set.</param>
    /// <returns>The difference in standard deviations of a run; NaN for fewer than two runs.</returns>
    public static double Of(int runs) => Of(runs, runs);

    /// <summary>Computes the difference for two sets of runs.</summary>
    /// <param name="first">The number of runs in the first set.</param>
    /// <param name="second">The number of runs in the second set.</param>
    /// <returns>The difference in standard deviations of a run; NaN if a set has fewer than two runs.</returns>
    public static double Of(int first, int second)
    {
        if (first < 2 || second < 2) return double.NaN;
        double freedom = (double)first + second - 2, critical = StudentT.InvCDF(0, 1, freedom, 1 - (Level / 2));
        double noncentrality = Brent.FindRoot(shift => PowerAt(shift, critical, freedom) - Power, 0, MostDeviations);
        return noncentrality * Math.Sqrt((1.0 / first) + (1.0 / second));
    }

    /// <summary>The probability that |t| is above the critical value.</summary>
    private static double PowerAt(double noncentrality, double critical, double freedom)
    {
        // The sample deviation over the true one, √(χ²/freedom), has about the standard deviation 1/√(2·freedom).
        const int Intervals = 1000, MostWidths = 12;
        double width = MostWidths / Math.Sqrt(2 * freedom);
        return SimpsonRule.IntegrateComposite(
            deviation => DensityOf(deviation, freedom)
                * (Normal.CDF(0, 1, noncentrality - (critical * deviation)) + Normal.CDF(0, 1, -noncentrality - (critical * deviation))),
            Math.Max(0, 1 - width),
            1 + width,
            Intervals);
    }

    private static double DensityOf(double deviation, double freedom) => deviation == 0
        ? 0 : 2 * freedom * deviation * Math.Exp(ChiSquared.PDFLn(freedom, freedom * deviation * deviation));
}
