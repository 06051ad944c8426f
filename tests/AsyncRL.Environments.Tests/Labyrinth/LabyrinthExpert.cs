using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>A player with the map. It takes the shortest path to the object with the highest reward per tile, and cuts corners.</summary>
internal sealed class LabyrinthExpert
{
    /// <summary>The tangent of the angle that an agent step of four frames cannot correct.</summary>
    private const double Tolerance = 0.1;

    /// <summary>A margin around the body. The agent cannot walk a line exactly, and a corner must not stop it.</summary>
    private const int SafeRadius = Walker.Radius + (Tiles.One / 20);

    private readonly LabyrinthGame _game;
    private readonly int[] _distances;
    private readonly int[] _previous;
    private readonly Queue<int> _reached = new();
    private readonly double _portalReward;

    internal LabyrinthExpert(LabyrinthGame game, double portalReward = 10)
    {
        (_game, _portalReward) = (game, portalReward);
        _distances = new int[game.Maze.Count];
        _previous = new int[game.Maze.Count];
    }

    /// <summary>Chooses the next action.</summary>
    internal int Choose()
    {
        Explore();
        int target = ChooseTarget();
        while (!CanGoStraightTo(target)) target = _previous[target];
        return GoTowards(target);
    }

    /// <summary>A breadth-first search from the agent's tile.</summary>
    private void Explore()
    {
        Array.Fill(_distances, -1);
        _distances[_game.Agent.Tile] = 0;
        _previous[_game.Agent.Tile] = _game.Agent.Tile;
        _reached.Enqueue(_game.Agent.Tile);
        while (_reached.TryDequeue(out int tile))
        {
            foreach (int next in (ReadOnlySpan<int>)[tile + 1, tile - 1, tile + _game.Maze.Size, tile - _game.Maze.Size])
            {
                if (!_game.Maze.IsOpen(next) || _distances[next] >= 0) continue;
                _distances[next] = _distances[tile] + 1;
                _previous[next] = tile;
                _reached.Enqueue(next);
            }
        }
    }

    private int ChooseTarget()
    {
        int best = _game.Portal;
        double bestRate = _portalReward / Math.Max(_distances[best], 1);
        for (int apple = 0; apple < _game.Apples.Length; apple++)
        {
            double rate = 1.0 / Math.Max(_distances[_game.Apples[apple]], 1);
            if (_game.IsTaken(apple) || rate <= bestRate) continue;
            (best, bestRate) = (_game.Apples[apple], rate);
        }

        return best;
    }

    /// <summary>Whether the body fits along the whole line to a tile's middle. The agent's own tile always counts as free.</summary>
    private bool CanGoStraightTo(int tile)
    {
        const int Points = 64;
        if (tile == _game.Agent.Tile) return true;
        (int x, int y) = MiddleOf(tile);
        for (int point = 1; point <= Points; point++)
        {
            int alongX = _game.Agent.X + (int)((long)(x - _game.Agent.X) * point / Points);
            int alongY = _game.Agent.Y + (int)((long)(y - _game.Agent.Y) * point / Points);
            if (!LabyrinthWalls.IsFree(_game.Maze, alongX, alongY, SafeRadius)) return false;
        }

        return true;
    }

    private int GoTowards(int tile)
    {
        (int x, int y) = MiddleOf(tile);
        double cosine = Headings.Cosine(_game.Agent.Heading);
        double sine = Headings.Sine(_game.Agent.Heading);
        double ahead = ((x - _game.Agent.X) * cosine) + ((y - _game.Agent.Y) * sine);
        double aside = ((y - _game.Agent.Y) * cosine) - ((x - _game.Agent.X) * sine);
        if (Math.Abs(aside) <= Tolerance * ahead) return LabyrinthTask.Forward;
        return aside > 0 ? LabyrinthTask.TurnRight : LabyrinthTask.TurnLeft;
    }

    private (int X, int Y) MiddleOf(int tile) => (Tiles.Middle(tile % _game.Maze.Size), Tiles.Middle(tile / _game.Maze.Size));
}
