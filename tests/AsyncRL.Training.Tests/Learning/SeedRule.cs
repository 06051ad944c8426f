using MathNet.Numerics.Distributions;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>
/// How a learning test asks: of some seeds, how many must reach the bar. One seed that fails says little, since a change of a last bit
/// makes another run of every seed; that most fail says that learning is broken.
/// </summary>
/// <remarks>
/// How often a seed fails by luck was measured, over more seeds than the test runs. From it follow the rate that is exceeded with a
/// confidence of 95 % (Clopper and Pearson 1934) and, by the binomial distribution, the chance that the test fails although nothing is
/// broken. It must be below one in a million, so a rule that is too strict for what was measured fails before anything is trained.
/// </remarks>
/// <param name="Wanted">How many seeds must reach the bar.</param>
/// <param name="Seeds">Of how many.</param>
/// <param name="MeasuredFailures">Seeds that missed the bar when it was measured.</param>
/// <param name="MeasuredSeeds">Of how many.</param>
internal sealed record SeedRule(int Wanted, int Seeds, int MeasuredFailures, int MeasuredSeeds)
{
    internal const double LargestChance = 1e-6;

    /// <summary>Five of nine, where no seed of 130 failed: 8 · 10⁻⁷.</summary>
    internal static SeedRule MostOfNine { get; } = new(5, 9, 0, 130);

    /// <summary>Two of eight, where a run is long and no seed of 30 failed: 5 · 10⁻⁷.</summary>
    internal static SeedRule TwoOfEight { get; } = new(2, 8, 0, 30);

    /// <summary>The chance that the test fails although nothing is broken, at most.</summary>
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

    /// <summary>Trains with one seed after the other, from 1, until so many have reached the bar, or can no longer.</summary>
    /// <param name="learn">Trains with a seed.</param>
    /// <param name="bar">What the result must reach.</param>
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
