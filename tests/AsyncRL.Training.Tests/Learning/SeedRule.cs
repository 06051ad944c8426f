using MathNet.Numerics.Distributions;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>
/// The criterion of a learning test: the number of seeds that must reach the required return. The failure of one seed means little, because
/// a change of a last bit changes the run of every seed. The failure of most seeds means that learning is broken.
/// </summary>
/// <remarks>
/// The rate at which seeds fail by chance was measured over more seeds than the test runs. From it follow an upper bound of the rate with a
/// confidence of 95 % (Clopper and Pearson 1934) and, by the binomial distribution, the probability that the test fails although nothing is
/// broken. The probability must be below one in a million. A rule that is too strict for the measured rate fails before anything is
/// trained.
/// </remarks>
/// <param name="Wanted">Number of seeds that must reach the required return.</param>
/// <param name="Seeds">Number of seeds of the test.</param>
/// <param name="MeasuredFailures">Number of seeds that failed in the measurement.</param>
/// <param name="MeasuredSeeds">Number of seeds of the measurement.</param>
internal sealed record SeedRule(int Wanted, int Seeds, int MeasuredFailures, int MeasuredSeeds)
{
    internal const double LargestChance = 1e-6;

    /// <summary>Five of nine seeds, if no seed of 130 failed: 8 · 10⁻⁷.</summary>
    internal static SeedRule MostOfNine { get; } = new(5, 9, 0, 130);

    /// <summary>Two of eight seeds, for long runs of which no seed of 30 failed: 5 · 10⁻⁷.</summary>
    internal static SeedRule TwoOfEight { get; } = new(2, 8, 0, 30);

    /// <summary>Upper bound of the probability that the test fails although nothing is broken.</summary>
    internal double ChanceOfLuck
    {
        get
        {
            double rate = MeasuredFailures == MeasuredSeeds
                ? 1
                : Beta.InvCDF(MeasuredFailures + 1, MeasuredSeeds - MeasuredFailures, 0.95);
            return 1 - Binomial.CDF(rate, Seeds, Seeds - Wanted);
        }
    }

    /// <summary>
    /// Trains with one seed after another, from 1, until enough seeds have reached the required return or enough no longer can.
    /// </summary>
    /// <param name="learn">Trains with a seed.</param>
    /// <param name="bar">The required return.</param>
    internal void Assert(Func<ulong, double> learn, double bar)
    {
        Xunit.Assert.True(ChanceOfLuck < LargestChance, $"The test would fail by luck once in {1 / ChanceOfLuck:F0} times.");
        var results = new List<double>();
        for (int reached = 0, missed = 0; reached < Wanted;)
        {
            results.Add(learn((ulong)results.Count + 1));
            if (results[^1] >= bar) reached++;
            else missed++;
            Xunit.Assert.True(
                missed <= Seeds - Wanted, $"Seeds from 1 reached {string.Join(", ", results)}; {Wanted} of {Seeds} must reach {bar}.");
        }
    }
}
