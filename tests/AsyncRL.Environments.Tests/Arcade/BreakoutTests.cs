using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade.Breakout;
using AsyncRL.Environments.Tests.Arcade.Players;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The rules of Breakout.</summary>
public class BreakoutTests
{
    private const int Pixel = 256;

    [Fact]
    public void The_paddle_stops_at_the_walls()
    {
        BreakoutGame game = Begin(seed: 1);
        for (int frame = 0; frame < 80; frame++) game.StepWithoutRendering(BreakoutPlayers.Left);
        Assert.Equal(BreakoutGame.Left * Pixel, game.PaddlePlace);
        for (int frame = 0; frame < 80; frame++) game.StepWithoutRendering(BreakoutPlayers.Right);
        Assert.Equal((BreakoutGame.Right - game.PaddleWidth) * Pixel, game.PaddlePlace);
    }

    [Theory]
    [InlineData(BreakoutPlayers.Fire, 1)]
    [InlineData(BreakoutPlayers.Stay, 60)]
    public void The_button_serves_the_ball_and_otherwise_a_second_does(int action, int frames)
    {
        BreakoutGame game = Begin(seed: 1);
        for (int frame = 1; frame < frames; frame++) game.StepWithoutRendering(action);
        Assert.Equal((0, 0), game.BallVelocity);
        game.StepWithoutRendering(action);
        Assert.True(game.BallVelocity.Y > 0);
    }

    [Fact]
    public void Each_brick_pays_by_its_row_and_no_more_than_two_break_in_a_frame()
    {
        BreakoutGame game = Begin(seed: 2);
        Func<BreakoutGame, int> expert = BreakoutPlayers.Expert(seed: 3);
        int[] before = game.Bricks.ToArray();
        for (int frame = 0, action = 0; frame < 3000; frame++)
        {
            if (frame % 4 == 0) action = expert(game);
            float reward = game.StepWithoutRendering(action).Reward;
            (int value, int broken) = (0, 0);
            for (int row = 0; row < BreakoutGame.BrickRows; row++)
            {
                Assert.Equal(0, game.Bricks[row] & ~before[row]);
                int gone = int.PopCount(before[row]) - int.PopCount(game.Bricks[row]);
                value += gone * ((int[])[7, 7, 4, 4, 1, 1])[row];
                broken += gone;
            }

            Assert.Equal(value, reward);
            Assert.InRange(broken, 0, 2);
            before = game.Bricks.ToArray();
        }

        Assert.True(game.Score > 100);
    }

    [Fact]
    public void The_ball_never_lies_on_a_brick_or_a_wall()
    {
        BreakoutGame game = Begin(seed: 4);
        Func<BreakoutGame, int> expert = BreakoutPlayers.Expert(seed: 5);
        for (int frame = 0, action = 0; frame < 8000 && game.Lives > 0; frame++)
        {
            if (frame % 4 == 0) action = expert(game);
            if (game.StepWithoutRendering(action).IsEnd) return;
            (int x, int y) = (game.BallPlace.X / Pixel, game.BallPlace.Y / Pixel);
            Assert.InRange(game.BallPlace.X, BreakoutGame.Left * Pixel, (BreakoutGame.Right - BreakoutGame.BallSize) * Pixel);
            Assert.True(y >= BreakoutGame.Top);
            if (y < BreakoutGame.WallTop || y >= BreakoutGame.WallBottom) continue;
            int brick = 1 << ((x - BreakoutGame.Left) / BreakoutGame.BrickWidth);
            Assert.Equal(0, game.Bricks[(y - BreakoutGame.WallTop) / BreakoutGame.BrickHeight] & brick);
        }
    }

    [Fact]
    public void The_ball_becomes_faster_by_strokes_and_by_bricks_of_seven_and_is_slow_again_with_the_next_life()
    {
        BreakoutGame game = Begin(seed: 6);
        var speeds = new SortedSet<int>();
        while (game.Lives == 5)
        {
            game.StepWithoutRendering(speeds.Count < 4 ? BreakoutPlayers.Follow(game) : BreakoutPlayers.Left);
            int speed = Math.Abs(game.BallVelocity.Y);
            if (speed > 0) speeds.Add(speed);
            if (game.Strokes < 4 && game.Bricks[1] == (1 << BreakoutGame.BrickColumns) - 1) Assert.True(speed is 0 or 2 * Pixel);
        }

        Assert.Equal([512, 640, 768, 896], speeds);
        game.StepWithoutRendering(BreakoutPlayers.Fire);
        Assert.Equal(2 * Pixel, game.BallVelocity.Y);
    }

    [Fact]
    public void Five_balls_lost_end_the_game()
    {
        BreakoutGame game = Begin(seed: 7);
        Assert.Equal(5, game.Lives);
        StepOutcome outcome = default;
        for (int frame = 0, lives = 5; !outcome.IsEnd && frame < 10_000; frame++, lives = game.Lives)
        {
            outcome = game.StepWithoutRendering(BreakoutPlayers.Left);
            Assert.InRange(game.Lives, lives - 1, lives);
            Assert.Equal(game.Lives == 0, outcome.Terminated);
        }

        Assert.Equal(0, game.Lives);
    }

    [Theory]
    [InlineData(1, 432)]
    [InlineData(2, 864)]
    public void The_last_wall_wins_the_game(int walls, int score)
    {
        var options = new BreakoutOptions { Walls = walls, PaddleWidth = 40 };
        var game = new BreakoutGame(options, new RandomGenerator(8));
        Assert.Equal(score, ArcadeMatch.Play(game, BreakoutPlayers.Expert(seed: 9)).Return);
        Assert.True(game.Lives > 0);
    }

    private static BreakoutGame Begin(ulong seed)
    {
        var game = new BreakoutGame(new BreakoutOptions(), new RandomGenerator(seed));
        game.Reset(new Observation(game.Observation));
        return game;
    }
}
