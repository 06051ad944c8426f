using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade.Pong;
using AsyncRL.Environments.Tests.Arcade.Players;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The rules of Pong.</summary>
public class PongTests
{
    private const int Pixel = 256;

    [Fact]
    public void The_players_paddle_moves_up_and_down_and_stops_at_the_walls()
    {
        PongGame game = Begin(seed: 1);
        int start = game.PlayerPlace;
        game.StepWithoutRendering(PongPlayers.Up);
        Assert.Equal(start - (5 * Pixel / 2), game.PlayerPlace);
        for (int frame = 0; frame < 60; frame++) game.StepWithoutRendering(PongPlayers.Up);
        Assert.Equal(PongGame.Top * Pixel, game.PlayerPlace);
        for (int frame = 0; frame < 120; frame++) game.StepWithoutRendering(PongPlayers.Down);
        Assert.Equal((PongGame.Bottom - PongGame.PaddleHeight) * Pixel, game.PlayerPlace);
        game.StepWithoutRendering(PongPlayers.Stay);
        Assert.Equal((PongGame.Bottom - PongGame.PaddleHeight) * Pixel, game.PlayerPlace);
    }

    [Fact]
    public void Serves_go_either_way_equally_often()
    {
        int toPlayer = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            PongGame game = Begin(seed);
            while (game.BallVelocity.X == 0) game.StepWithoutRendering(PongPlayers.Stay);
            if (game.BallVelocity.X > 0) toPlayer++;
        }

        Assert.InRange(toPlayer, 430, 570);
    }

    [Fact]
    public void The_farther_from_the_middle_the_ball_is_hit_the_steeper_it_leaves_and_each_stroke_is_faster()
    {
        PongGame game = Begin(seed: 2);
        int strokes = 0, steepest = 0;
        for (int frame = 0; frame < 20_000; frame++)
        {
            (int before, int place) = (game.BallVelocity.X, game.PlayerPlace);
            if (game.StepWithoutRendering(PongPlayers.Follow(game)).IsEnd) game = Begin(seed: 3);
            if (before <= 0 || game.BallVelocity.X >= 0 || place != game.PlayerPlace) continue;
            (int speed, int across) = (-game.BallVelocity.X, game.BallVelocity.Y);
            double offset = (game.BallPlace.Y - place - ((PongGame.PaddleHeight - PongGame.BallHeight) * Pixel / 2)) / (12.5 * Pixel);
            Assert.Equal(0.9 * speed * offset, across, 1.0);
            Assert.Equal(Math.Min(before + (Pixel / 8), 3 * Pixel), speed);
            strokes++;
            steepest = Math.Max(steepest, Math.Abs(across));
        }

        Assert.True(strokes > 50 && steepest > Pixel, $"{strokes} strokes, the steepest {steepest}.");
    }

    [Fact]
    public void The_ball_stays_between_the_walls()
    {
        PongGame game = Begin(seed: 4);
        for (int frame = 0; frame < 20_000; frame++)
        {
            if (game.StepWithoutRendering(PongPlayers.Expert(game)).IsEnd) game = Begin(seed: 5);
            Assert.InRange(game.BallPlace.Y, PongGame.Top * Pixel, (PongGame.Bottom - PongGame.BallHeight) * Pixel);
        }
    }

    [Fact]
    public void A_miss_gives_a_point_and_the_first_21_points_end_the_game()
    {
        PongGame game = Begin(seed: 6);
        StepOutcome outcome = default;
        while (!outcome.IsEnd)
        {
            (int Player, int Opponent) before = game.Points;
            outcome = game.StepWithoutRendering(PongPlayers.Up);
            (int player, int opponent) = (game.Points.Player - before.Player, game.Points.Opponent - before.Opponent);
            Assert.Equal(player - opponent, outcome.Reward);
            Assert.True(player + opponent <= 1);
            Assert.Equal(game.Points.Player == 21 || game.Points.Opponent == 21, outcome.Terminated);
        }

        Assert.Equal(21, game.Points.Opponent);
    }

    [Theory]
    [InlineData(0.5, 20, 21)]
    [InlineData(2.5, -10, 5)]
    public void A_faster_opponent_is_harder_to_beat(double speed, double lowest, double highest)
    {
        var options = new PongOptions { OpponentSpeed = speed };
        Assert.InRange(ArcadeMatch.Play(new PongGame(options, new RandomGenerator(7)), PongPlayers.Follow, 10).Mean, lowest, highest);
    }

    private static PongGame Begin(ulong seed)
    {
        var game = new PongGame(new PongOptions(), new RandomGenerator(seed));
        game.Reset(new Observation(game.Observation));
        return game;
    }
}
