using AsyncRL.Environments.Arcade.Invaders;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>A player of Invaders that reads the game's state instead of pixels.</summary>
internal static class InvadersPlayers
{
    internal const int Stay = 0;
    internal const int Fire = 1;
    internal const int Left = 2;
    internal const int Right = 3;
    internal const int LeftFire = 4;
    internal const int RightFire = 5;

    private const int Step = 6;

    /// <summary>Avoids bombs. Otherwise it fires and moves to where a shot meets the nearest column of invaders.</summary>
    internal static int Expert(InvadersGame game)
    {
        int middle = game.CannonColumn + (InvadersGame.CannonWidth / 2);
        int wanted = Math.Sign(NearestTarget(game, middle) - middle);
        if (IsSafe(game, game.CannonColumn + (wanted * Step))) return ActionTowards(wanted);
        for (int steps = 0; steps <= 4; steps++)
        {
            if (IsSafe(game, game.CannonColumn - (steps * Step))) return ActionTowards(-steps);
            if (IsSafe(game, game.CannonColumn + (steps * Step))) return ActionTowards(steps);
        }

        return Fire;
    }

    private static int ActionTowards(int direction) => direction switch { < 0 => LeftFire, > 0 => RightFire, _ => Fire };

    /// <summary>Whether the cannon can move to a column and no near bomb will fall there.</summary>
    private static bool IsSafe(InvadersGame game, int column)
    {
        const int Margin = 2, Near = 60;
        if (column < InvadersGame.Left || column + InvadersGame.CannonWidth > InvadersGame.Right) return false;
        for (int bomb = 0; bomb < InvadersGame.MostBombs; bomb++)
        {
            if (!game.TryGetBomb(bomb, out int bombColumn, out int row) || row + Near < InvadersGame.CannonRow) continue;
            if (bombColumn + 2 > column - Margin && bombColumn < column + InvadersGame.CannonWidth + Margin) return false;
        }

        return true;
    }

    private static int NearestTarget(InvadersGame game, int middle)
    {
        (int left, int top, int direction) = game.Formation;
        int nearest = middle, distance = int.MaxValue;
        for (int column = 0; column < InvadersGame.Columns; column++)
        {
            int row = InvadersGame.Rows - 1;
            while (row >= 0 && !game.IsAlive(row, column)) row--;
            if (row < 0) continue;
            int frames = (InvadersGame.CannonRow - top - (row * InvadersGame.RowSpacing)) / InvadersGame.ShotSpeed;
            int target = left + (column * InvadersGame.ColumnSpacing) + (InvadersGame.InvaderSize / 2);
            target += (int)(direction * frames * game.MarchSpeed);
            if (Math.Abs(target - middle) >= distance) continue;
            (nearest, distance) = (target, Math.Abs(target - middle));
        }

        return distance <= Step / 2 ? middle : nearest;
    }
}
