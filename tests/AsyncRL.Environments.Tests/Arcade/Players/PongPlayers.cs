using AsyncRL.Environments.Arcade.Pong;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>Players of Pong that look at the game rather than at pixels.</summary>
internal static class PongPlayers
{
    internal const int Stay = 0;
    internal const int Up = 1;
    internal const int Down = 2;

    private const int Pixel = 256;
    private const int Middle = (PongGame.Top + PongGame.Bottom) / 2;

    /// <summary>Keeps the paddle's middle level with the ball.</summary>
    internal static int Follow(PongGame game) => GoTo(game, (game.BallPlace.Y / Pixel) + (PongGame.BallHeight / 2));

    /// <summary>Waits where the ball will come, and hits it with the tip that sends it farthest away from the opponent.</summary>
    internal static int Expert(PongGame game)
    {
        const int Tip = 5;
        if (game.BallVelocity.X <= 0) return GoTo(game, Middle);
        int landing = Landing(game);
        int tip = DistanceFromOpponent(game, landing, Tip) > DistanceFromOpponent(game, landing, -Tip) ? Tip : -Tip;
        return GoTo(game, landing + (PongGame.BallHeight / 2) - tip);
    }

    /// <summary>Half a step of an action is near enough: it would go past.</summary>
    private static int GoTo(PongGame game, int middle)
    {
        int distance = middle - (game.PlayerPlace / Pixel) - (PongGame.PaddleHeight / 2);
        if (Math.Abs(distance) <= 5) return Stay;
        return distance < 0 ? Up : Down;
    }

    /// <summary>The row in which the ball will meet the player's paddle.</summary>
    private static int Landing(PongGame game)
    {
        (int x, int y) = game.BallPlace;
        (int velocityX, int velocityY) = game.BallVelocity;
        int distance = Math.Max(0, ((PongGame.PlayerColumn - PongGame.BallWidth) * Pixel) - x);
        int frames = (distance + velocityX - 1) / velocityX;
        return Reflect((y + (frames * velocityY)) / Pixel);
    }

    /// <summary>How far from the opponent's middle a ball arrives that was hit so far off the paddle's middle.</summary>
    private static int DistanceFromOpponent(PongGame game, int row, int offset)
    {
        const int Across = PongGame.PlayerColumn - PongGame.OpponentColumn;
        int arrival = Reflect(row + (Across * offset * 9 / 10 / ((PongGame.PaddleHeight + PongGame.BallHeight) / 2)));
        return Math.Abs(arrival - (game.OpponentPlace / Pixel) - ((PongGame.PaddleHeight - PongGame.BallHeight) / 2));
    }

    /// <summary>Where a ball is that would be in a row if there were no walls.</summary>
    private static int Reflect(int row)
    {
        const int Height = PongGame.Bottom - PongGame.Top - PongGame.BallHeight;
        int unfolded = (((row - PongGame.Top) % (2 * Height)) + (2 * Height)) % (2 * Height);
        return PongGame.Top + Math.Min(unfolded, (2 * Height) - unfolded);
    }
}
