using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Racer;
using MathNet.Numerics.Statistics;
using Xunit.Abstractions;

namespace AsyncRL.Environments.Tests.Racer;

/// <summary>The scores of random play and of a driver with fixed rules: the figures of docs/environments/racer.md.</summary>
public class RacerScoreTests(ITestOutputHelper output)
{
    private const int Episodes = 10;

    [Theory]
    [InlineData("slow", 0, 2, 12)]
    [InlineData("fast", 0, 2, 14)]
    [InlineData("fast", 5, 2, 14)]
    public void Chance_scores_little(string car, int opponents, double low, double high) =>
        Assert.InRange(MeanScore(car, opponents, isExpert: false), low, high);

    [Theory]
    [InlineData("slow", 0, 100, 106)]
    [InlineData("slow", 5, 85, 106)]
    [InlineData("fast", 0, 130, 165)]
    [InlineData("fast", 5, 105, 165)]
    public void A_driver_by_rule_scores_much_and_the_fast_car_more(string car, int opponents, double low, double high) =>
        Assert.InRange(MeanScore(car, opponents, isExpert: true), low, high);

    private double MeanScore(string car, int opponents, bool isExpert)
    {
        var returns = new List<double>();
        for (ulong seed = 0; seed < Episodes; seed++)
        {
            RacerEnvironment race = RacerTask.Begin(new() { Car = car, Opponents = opponents }, seed, out Observation observation);
            var expert = new RacerExpert(race.Game);
            var generator = new RandomGenerator(seed + 100);
            returns.Add(RacerTask.Play(
                race, observation, () => isExpert ? (int)expert.Choose() : generator.NextInteger(race.Actions.Count)));
        }

        returns.Sort();
        (double mean, double deviation) = returns.MeanStandardDeviation();
        string player = $"{car} car, {opponents} opponents, {(isExpert ? "expert" : "random")}";
        output.WriteLine($"{player}: mean {mean:0.0}, deviation {deviation:0.0}, from {returns[0]:0.0} to {returns[^1]:0.0}");
        return mean;
    }
}
