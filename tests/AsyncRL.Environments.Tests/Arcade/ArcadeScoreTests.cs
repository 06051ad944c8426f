using System.Runtime.CompilerServices;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Arcade.Breakout;
using AsyncRL.Environments.Arcade.Freeway;
using AsyncRL.Environments.Arcade.Invaders;
using AsyncRL.Environments.Arcade.Pong;
using AsyncRL.Environments.Tests.Arcade.Players;
using MathNet.Numerics.Statistics;
using Xunit.Abstractions;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The scores of random and scripted players at the default difficulty: the figures of docs/environments/arcade.md.</summary>
public class ArcadeScoreTests(ITestOutputHelper output)
{
    private const int Episodes = 100;

    [Fact]
    public void Pong_is_lost_by_chance_won_by_following_the_ball_and_won_to_zero_by_aiming()
    {
        Assert.InRange(Mean(Pong(), ArcadeMatch.Random(1)), -19.8, -18.8);
        Assert.InRange(Mean(Pong(), PongPlayers.Follow), 19.5, 20.5);
        Assert.InRange(Mean(Pong(), PongPlayers.Expert), 20.9, 21);

        static PongGame Pong() => new(new PongOptions(), new RandomGenerator(1));
    }

    [Fact]
    public void Breakout_pays_next_to_nothing_by_chance_and_nearly_two_walls_to_the_expert()
    {
        Assert.InRange(Mean(Breakout(), ArcadeMatch.Random(1)), 0.8, 1.6);
        Assert.InRange(Mean(Breakout(), BreakoutPlayers.Follow), 150, 300);
        Assert.InRange(Mean(Breakout(), BreakoutPlayers.Expert(seed: 1)), 800, 864);

        static BreakoutGame Breakout() => new(new BreakoutOptions(), new RandomGenerator(1));
    }

    [Fact]
    public void Freeway_is_never_crossed_by_chance_and_oftener_by_foresight_than_by_walking_on()
    {
        Assert.Equal(0, Mean(Freeway(), ArcadeMatch.Random(1)));
        Assert.InRange(Mean(Freeway(), _ => FreewayPlayers.Up), 21, 23);
        Assert.InRange(Mean(Freeway(), FreewayPlayers.Expert()), 26.5, 28.5);

        static FreewayGame Freeway() => new(new FreewayOptions(), new RandomGenerator(1));
    }

    [Fact]
    public void Invaders_pays_hundreds_by_chance_and_thousands_to_a_player_that_dodges_and_aims()
    {
        Assert.InRange(Mean(Invaders(), ArcadeMatch.Random(1)), 200, 330);
        Assert.InRange(Mean(Invaders(), InvadersPlayers.Expert), 4000, 12000);

        static InvadersGame Invaders() => new(new InvadersOptions(), new RandomGenerator(1));
    }

    private double Mean<TGame>(TGame game, Func<TGame, int> player, [CallerArgumentExpression(nameof(player))] string name = "")
        where TGame : ArcadeGame
    {
        var returns = new List<double>();
        for (int episode = 0; episode < Episodes; episode++) returns.Add(ArcadeMatch.Play(game, player).Return);
        returns.Sort();
        (double mean, double deviation) = returns.MeanStandardDeviation();
        output.WriteLine($"{game.GetType().Name}, {name}: mean {mean:0.0}, deviation {deviation:0.0}, from {returns[0]} to {returns[^1]}");
        return mean;
    }
}
