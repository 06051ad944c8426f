using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade.Breakout;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>Players of Breakout that read the game's state instead of pixels.</summary>
internal static class BreakoutPlayers
{
    internal const int Stay = 0;
    internal const int Fire = 1;
    internal const int Left = 2;
    internal const int Right = 3;

    private const int Pixel = 256;
    private const int Tolerance = 6;

    /// <summary>Keeps the paddle's middle below the ball.</summary>
    internal static int Follow(BreakoutGame game) => game.BallVelocity.Y == 0 ? Fire : GoTo(game, Middle(game.BallPlace.X / Pixel));

    /// <summary>
    /// Waits where the ball will fall, and hits it so that it flies at a brick. Every third stroke hits the ball with the left or the right
    /// part of the paddle at random, because steady strokes can send the ball in circles.
    /// </summary>
    internal static Func<BreakoutGame, int> Expert(ulong seed)
    {
        var generator = new RandomGenerator(seed);
        (int strokes, int side) = (-1, 0);
        return game =>
        {
            if (game.BallVelocity.Y == 0) return Fire;
            int landing = Landing(game);
            if (game.BallVelocity.Y < 0 || game.BallPlace.Y / Pixel < BreakoutGame.WallBottom) return GoTo(game, Middle(landing));
            if (strokes != game.Strokes) (strokes, side) = (game.Strokes, generator.NextInteger(6));
            return GoTo(game, BestMiddle(game, landing, side));
        };
    }

    private static int Middle(int column) => column + (BreakoutGame.BallSize / 2);

    private static int GoTo(BreakoutGame game, int middle)
    {
        int distance = middle - (game.PaddlePlace / Pixel) - (game.PaddleWidth / 2);
        if (Math.Abs(distance) <= Tolerance) return Stay;
        return distance < 0 ? Left : Right;
    }

    /// <summary>The column in which the ball will meet the paddle; walls are considered, bricks are not.</summary>
    private static int Landing(BreakoutGame game)
    {
        (int velocityX, int velocityY) = game.BallVelocity;
        const int Row = BreakoutGame.PaddleRow - BreakoutGame.BallSize;
        int distance = (Row * Pixel) - game.BallPlace.Y;
        if (velocityY < 0) distance = (game.BallPlace.Y - (BreakoutGame.WallBottom * Pixel)) + ((Row - BreakoutGame.WallBottom) * Pixel);
        int frames = (Math.Max(distance, 0) + Math.Abs(velocityY) - 1) / Math.Abs(velocityY);
        return Reflect((game.BallPlace.X + (frames * velocityX)) / Pixel);
    }

    /// <summary>
    /// Of the positions of the paddle's middle that whole actions can reach and that hit the ball, finds the one from which the ball flies
    /// to the most valuable brick. If there are several, it is the first from the left or from the right, as requested.
    /// </summary>
    private static int BestMiddle(BreakoutGame game, int landing, int side)
    {
        int best = Middle(landing), bestValue = -1;
        int reach = (game.PaddleWidth + BreakoutGame.BallSize) / 2;
        for (int step = -12; step <= 12; step++)
        {
            int place = Math.Clamp((game.PaddlePlace / Pixel) + (12 * step), BreakoutGame.Left, BreakoutGame.Right - game.PaddleWidth);
            int middle = place + (game.PaddleWidth / 2), offset = Middle(landing) - middle;
            if (Math.Abs(offset) >= reach - 1) continue;
            int value = ValueOfFirstBrick(game, landing, BreakoutGame.SidewaysAfterStroke(Pixel, offset, reach));
            if (side == 0) value = 100 + step;
            if (side == 1) value = 100 - step;
            if (value <= bestValue) continue;
            (best, bestValue) = (middle, value);
        }

        return best;
    }

    private static int ValueOfFirstBrick(BreakoutGame game, int landing, int sideways)
    {
        for (int row = BreakoutGame.BrickRows - 1; row >= 0; row--)
        {
            int up = BreakoutGame.PaddleRow - BreakoutGame.WallTop - (row * BreakoutGame.BrickHeight);
            int column = (Middle(Reflect(landing + (up * sideways / Pixel))) - BreakoutGame.Left) / BreakoutGame.BrickWidth;
            if ((game.Bricks[row] & (1 << column)) != 0) return BreakoutGame.ValueOf(row);
        }

        return 0;
    }

    private static int Reflect(int column)
    {
        const int Width = BreakoutGame.Right - BreakoutGame.Left - BreakoutGame.BallSize;
        int unfolded = (((column - BreakoutGame.Left) % (2 * Width)) + (2 * Width)) % (2 * Width);
        return BreakoutGame.Left + Math.Min(unfolded, (2 * Width) - unfolded);
    }
}
