using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade.Seaquest;
using AsyncRL.Environments.Tests.Arcade.Players;
using MathNet.Numerics.Statistics;
using Xunit.Abstractions;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The scores of random and scripted players at the default difficulty: the figures of docs/environments/seaquest.md.</summary>
public class SeaquestScoreTests(ITestOutputHelper output)
{
    [Fact]
    public void Chance_shoots_an_enemy_or_two_and_rescues_no_diver() =>
        Assert.InRange(Mean("random", ArcadeMatch.Random(1), episodes: 300), 28, 40);

    [Fact]
    public void A_player_that_dodges_and_watches_the_air_rescues_dozens() =>
        Assert.InRange(Mean("expert", SeaquestPlayers.Expert(), episodes: 40), 14_000, 18_500);

    private double Mean(string name, Func<SeaquestGame, int> player, int episodes)
    {
        var game = new SeaquestGame(new SeaquestOptions(), new RandomGenerator(1));
        double[] scores = new double[episodes], frames = new double[episodes];
        for (int episode = 0; episode < episodes; episode++) (scores[episode], frames[episode]) = ArcadeMatch.Play(game, player);
        (double mean, double deviation) = scores.MeanStandardDeviation();
        output.WriteLine(
            $"{name}: {mean:0.0} ± {deviation:0.0}, {scores.Minimum()} to {scores.Maximum()} in {episodes} episodes of "
            + $"{frames.Mean():0} frames on the average");
        return mean;
    }
}
