using AsyncRL.Environments.Racer;
using AsyncRL.Randomness;

namespace AsyncRL.Environments.Tests.Racer;

/// <summary>What chance and a driver by rule score; docs/environments/racer.md states means over more episodes.</summary>
public class RacerScoreTests
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

    private static double MeanScore(string car, int opponents, bool isExpert)
    {
        double total = 0;
        for (ulong seed = 0; seed < Episodes; seed++)
        {
            RacerEnvironment race = RacerTask.Begin(new() { Car = car, Opponents = opponents }, seed, out Observation observation);
            var expert = new RacerExpert(race.Game);
            var generator = new RandomGenerator(seed + 100);
            total += RacerTask.Play(
                race, observation, () => isExpert ? (int)expert.Choose() : generator.NextInteger(race.Actions.Count));
        }

        return total / Episodes;
    }
}
