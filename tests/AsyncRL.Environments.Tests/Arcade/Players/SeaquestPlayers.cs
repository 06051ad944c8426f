using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Arcade.Seaquest;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>A player of Seaquest that reads the game's state instead of pixels.</summary>
internal static class SeaquestPlayers
{
    internal const int Stay = 0;
    internal const int Fire = 1;
    internal const int Up = 2;
    internal const int Down = 3;
    internal const int Left = 4;
    internal const int Right = 5;

    /// <summary>The action with the same movement that also fires.</summary>
    internal static int Firing(int action) => action == Stay ? Fire : action + 4;

    /// <summary>
    /// Returns to the surface with six divers, or for air while it lasts for the way. Otherwise it moves to a diver, or else to a place
    /// where an enemy swims into its torpedo. Of the paths that nothing crosses for the next 40 frames, it takes the path nearest to that
    /// goal.
    /// </summary>
    internal static Func<SeaquestGame, int> Expert()
    {
        var paths = new SeaquestPaths();
        return game => Firing(paths.FirstAction(game, Goal(game), mayRise: game.Aboard > 0));
    }

    private static (int X, int Y) Goal(SeaquestGame game)
    {
        const int Reserve = 180;
        Box boat = game.Player.Box;
        int framesUp = (boat.Top - Sea.SurfacedRow) * 256 / PlayerSubmarine.Speed;
        if (game.Aboard == SeaquestGame.MostDivers) return (boat.Left, game.HasDived ? Sea.SurfacedRow : Sea.LaneTop(1));
        if (game.Aboard > 0 && game.Oxygen.Frames < framesUp + Reserve) return (boat.Left, Sea.SurfacedRow);
        return NearestDiver(game, boat) ?? NearestTarget(game, boat) ?? (boat.Left, Sea.LaneTop(1) - 15);
    }

    /// <summary>The place where the submarine meets the diver that it can meet first.</summary>
    private static (int X, int Y)? NearestDiver(SeaquestGame game, Box boat)
    {
        const int Edge = 16;
        (int X, int Y)? nearest = null;
        int least = int.MaxValue;
        for (int lane = 0; lane < Sea.Lanes; lane++)
        {
            if (!game.Divers.TryGet(lane, out Box diver)) continue;
            int frames = Frames(diver.Left - boat.Left, diver.Top - boat.Top);
            int left = diver.Left + (game.Divers.Velocity(lane) * frames / 256);
            frames = Frames(left - boat.Left, diver.Top - boat.Top);
            if (left is < -Divers.Width or > Screen.Width || frames >= least) continue;
            least = frames;
            nearest = (Math.Clamp(left, Edge, Screen.Width - PlayerSubmarine.Width - Edge), diver.Top);
        }

        return nearest;
    }

    /// <summary>The place from which a torpedo can hit the enemy that is easiest to reach from a distance.</summary>
    private static (int X, int Y)? NearestTarget(SeaquestGame game, Box boat)
    {
        const int Distance = 44;
        (int X, int Y)? nearest = null;
        int least = int.MaxValue;
        foreach (EnemyGroup group in game.EnemyGroups)
        {
            for (int enemy = 0; enemy < EnemyGroup.Most; enemy++)
            {
                if (!group.TryGetEnemy(enemy, out Box box) || !box.IsOnScreen) continue;
                int side = boat.Left < box.Left ? -1 : 1;
                int left = box.Left + (side * Distance);
                int frames = Frames(left - boat.Left, box.Top - boat.Top);
                if (left is < 0 or > Screen.Width - PlayerSubmarine.Width || frames >= least) continue;
                least = frames;
                // A place a little nearer in the enemy's lane, because a submarine that moves toward the enemy points at it.
                nearest = (boat.Left - (side * 3), box.Top - 3);
            }
        }

        return nearest;
    }

    private static int Frames(int across, int down) => (Math.Abs(across) + Math.Abs(down)) * 256 / PlayerSubmarine.Speed;
}
