using AsyncRL.Environments.Arcade.Pong;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>Players of Pong that read the game's state instead of pixels.</summary>
internal static class PongPlayers
{
    internal const int Stay = 0;
    internal const int Up = 1;
    internal const int Down = 2;

    private const int Pixel = 256;
    private const int Middle = (PongGame.Top + PongGame.Bottom) / 2;

    /// <summary>Keeps the paddle's middle level with the ball.</summary>
    internal static int Follow(PongGame game) => GoTo(game, (game.BallPlace.Y / Pixel) + (PongGame.BallHeight / 2));

    /// <summary>Waits where the ball will come, and hits it with the end of the paddle that sends it farthest from the opponent.</summary>
    internal static int Expert(PongGame game)
    {
        const int Tip = 5;
        if (game.BallVelocity.X <= 0) return GoTo(game, Middle);
        int landing = Landing(game);
        int tip = DistanceFromOpponent(game, landing, Tip) > DistanceFromOpponent(game, landing, -Tip) ? Tip : -Tip;
        return GoTo(game, landing + (PongGame.BallHeight / 2) - tip);
    }

    /// <summary>A distance of half an action's step is close enough; another step would go too far.</summary>
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

    /// <summary>The distance from the opponent's middle at which a ball arrives, from its offset at the player's paddle.</summary>
    private static int DistanceFromOpponent(PongGame game, int row, int offset)
    {
        const int Across = PongGame.PlayerColumn - PongGame.OpponentColumn;
        int arrival = Reflect(row + (Across * offset * 9 / 10 / ((PongGame.PaddleHeight + PongGame.BallHeight) / 2)));
        return Math.Abs(arrival - (game.OpponentPlace / Pixel) - ((PongGame.PaddleHeight - PongGame.BallHeight) / 2));
    }

    /// <summary>The row of a ball after reflections, from its row without walls.</summary>
    private static int Reflect(int row)
    {
        const int Height = PongGame.Bottom - PongGame.Top - PongGame.BallHeight;
        int unfolded = (((row - PongGame.Top) % (2 * Height)) + (2 * Height)) % (2 * Height);
        return PongGame.Top + Math.Min(unfolded, (2 * Height) - unfolded);
    }
}
