using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Arcade.Seaquest;
using static AsyncRL.Environments.Tests.Arcade.Players.SeaquestPlayers;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>The paths that a submarine can take in the next two thirds of a second without touching an object now in the sea.</summary>
internal sealed class SeaquestPaths
{
    private const int Steps = 10;
    private const int Margin = 2;

    /// <summary>The distance in front of a submarine at which a torpedo that it fires now cannot be avoided.</summary>
    private const int Ahead = 36;
    private const int StepLength = ArcadeMatch.ActionRepeat * PlayerSubmarine.Speed / 256;

    /// <summary>For each number of steps and each place, the first action to reach it and the sum of distances to the goal.</summary>
    private readonly Dictionary<(int Left, int Top), (int First, int Cost)>[] _reached =
        new Dictionary<(int, int), (int, int)>[Steps + 1];
    private readonly List<Box> _dangers = [];

    internal SeaquestPaths()
    {
        for (int step = 0; step <= Steps; step++) _reached[step] = [];
    }

    /// <summary>Of the paths that stay unharmed longest, the first action of the path nearest to the goal over its length.</summary>
    internal int FirstAction(SeaquestGame game, (int X, int Y) goal, bool mayRise)
    {
        Box boat = game.Player.Box;
        foreach (Dictionary<(int, int), (int, int)> places in _reached) places.Clear();
        _reached[0][(boat.Left, boat.Top)] = (Stay, 0);
        int last = 0;
        while (last < Steps)
        {
            Foresee(game, (last + 1) * ArcadeMatch.ActionRepeat);
            Branch(last, goal, mayRise);
            if (_reached[last + 1].Count == 0) break;
            last++;
        }

        (int best, int least) = (Stay, int.MaxValue);
        foreach ((int first, int cost) in _reached[last].Values)
        {
            if (cost < least) (best, least) = (first, cost);
        }

        return best;
    }

    private void Branch(int step, (int X, int Y) goal, bool mayRise)
    {
        foreach (((int left, int top), (int first, int cost)) in _reached[step])
        {
            foreach (int action in (ReadOnlySpan<int>)[Stay, Up, Down, Left, Right])
            {
                int x = left + (action switch { Left => -StepLength, Right => StepLength, _ => 0 });
                int y = top + (action switch { Up => -StepLength, Down => StepLength, _ => 0 });
                x = Math.Clamp(x, 0, Screen.Width - PlayerSubmarine.Width);
                y = Math.Clamp(y, Sea.SurfacedRow, PlayerSubmarine.LowestRow);
                if ((!mayRise && y < Sea.SubmergedRow && y < top) || !IsSafe(x, y)) continue;
                int sum = cost + Math.Abs(x - goal.X) + Math.Abs(y - goal.Y);
                if (!_reached[step + 1].TryGetValue((x, y), out (int First, int Cost) other) || sum < other.Cost)
                    _reached[step + 1][(x, y)] = (step == 0 ? action : first, sum);
            }
        }
    }

    private bool IsSafe(int left, int top)
    {
        var boat = new Box(left, top, PlayerSubmarine.Width, PlayerSubmarine.Height);
        foreach (Box danger in _dangers)
        {
            if (danger.Touches(boat)) return false;
        }

        return true;
    }

    /// <summary>Finds the future boxes of dangerous objects, with a small margin.</summary>
    private void Foresee(SeaquestGame game, int frames)
    {
        _dangers.Clear();
        foreach (EnemyGroup group in game.EnemyGroups)
        {
            if (group.Torpedo.IsFlying) Add(group.Torpedo.Box, group.Torpedo.Velocity);
            for (int enemy = 0; enemy < EnemyGroup.Most; enemy++)
            {
                if (group.TryGetEnemy(enemy, out Box box))
                    Add(group.AreSubmarines ? WithWaters(box, group.Velocity) : box, group.Velocity);
            }
        }

        void Add(Box box, int velocity) => _dangers.Add(Grown(box with { Left = box.Left + (velocity * frames / 256) }));
    }

    private static Box Grown(Box box) =>
        new(box.Left - Margin, box.Top - Margin, box.Width + (2 * Margin), box.Height + (2 * Margin));

    private static Box WithWaters(Box boat, int velocity) =>
        boat with { Left = velocity > 0 ? boat.Left : boat.Left - Ahead, Width = boat.Width + Ahead };
}
