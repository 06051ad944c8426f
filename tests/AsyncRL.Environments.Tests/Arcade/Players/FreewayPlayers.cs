using AsyncRL.Environments.Arcade.Freeway;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>Players of Freeway that read the game's state instead of pixels.</summary>
internal static class FreewayPlayers
{
    internal const int Stay = 0;
    internal const int Up = 1;
    internal const int Down = 2;

    /// <summary>Finds the shortest path to the far pavement that no car will cross, and follows it.</summary>
    internal static Func<FreewayGame, int> Expert()
    {
        var plan = new Queue<int>();
        return game =>
        {
            if (plan.Count == 0 && !game.IsThrown) PlanCrossing(game, plan);
            return plan.Count > 0 ? plan.Dequeue() : Stay;
        };
    }

    /// <summary>Step by step, finds all places that can be reached unharmed, until one is on the far side of the road.</summary>
    private static void PlanCrossing(FreewayGame game, Queue<int> plan)
    {
        const int LongestPlan = 200;
        int first = game.ChickenPlace;
        var steps = new List<Dictionary<int, int>> { new() { [first] = Stay } };
        while (steps.Count < LongestPlan)
        {
            var next = new Dictionary<int, int>();
            foreach (int place in steps[^1].Keys)
            {
                foreach (int action in (ReadOnlySpan<int>)[Up, Stay, Down])
                {
                    int then = place + (Direction(action) * ArcadeMatch.ActionRepeat * FreewayGame.ChickenSpeed);
                    if (then <= FreewayGame.Start && IsUnharmed(game, place, action, (steps.Count - 1) * ArcadeMatch.ActionRepeat))
                        next.TryAdd(then, action);
                }
            }

            steps.Add(next);
            int farthest = int.MaxValue;
            foreach (int place in next.Keys) farthest = Math.Min(farthest, place);
            if (farthest > FreewayGame.Goal) continue;
            Trace(steps, farthest, plan);
            return;
        }
    }

    private static bool IsUnharmed(FreewayGame game, int place, int action, int frames)
    {
        for (int frame = 1; frame <= ArcadeMatch.ActionRepeat; frame++)
        {
            place += Direction(action) * FreewayGame.ChickenSpeed;
            if (game.IsHit(place, frames + frame)) return false;
        }

        return true;
    }

    /// <summary>Goes back along the path that led to the far side of the road.</summary>
    private static void Trace(List<Dictionary<int, int>> steps, int place, Queue<int> plan)
    {
        var actions = new Stack<int>();
        for (int step = steps.Count - 1; step > 0; step--)
        {
            int action = steps[step][place];
            actions.Push(action);
            place -= Direction(action) * ArcadeMatch.ActionRepeat * FreewayGame.ChickenSpeed;
        }

        foreach (int action in actions) plan.Enqueue(action);
    }

    private static int Direction(int action) => action switch { Up => -1, Down => 1, _ => 0 };
}
