using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Catch;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>Players that read the game's state instead of pixels.</summary>
internal static class CatchPlayers
{
    /// <summary>Moves directly to the landing column of the ball that lands next.</summary>
    internal static int Perfect(CatchGame game)
    {
        if (!TryFindTarget(game, out int target, out _)) return CatchTask.Stay;
        if (target < game.PaddleColumn) return CatchTask.Left;
        return target < game.PaddleColumn + game.PaddleWidth ? CatchTask.Stay : CatchTask.Right;
    }

    /// <summary>Plays at random, except if that would make the ball that lands next unreachable.</summary>
    internal static Func<CatchGame, int> Dawdling(RandomGenerator generator) => game =>
    {
        int action = generator.NextInteger(3);
        if (!TryFindTarget(game, out int target, out int agentSteps)) return action;
        int paddle = Math.Clamp(game.PaddleColumn + action - 1, 0, game.Columns - game.PaddleWidth);
        int distance = Math.Max(paddle - target, target - (paddle + game.PaddleWidth - 1));
        return distance <= agentSteps - 1 ? action : Perfect(game);
    };

    /// <summary>Plays at random.</summary>
    internal static Func<CatchGame, int> Random(RandomGenerator generator) => _ => generator.NextInteger(3);

    private static bool TryFindTarget(CatchGame game, out int column, out int agentSteps)
    {
        for (int ball = game.FirstBall; ball < game.EndBall; ball++)
        {
            agentSteps = game.FallTime - game.AgeOf(ball);
            column = game.LandingColumnOf(ball);
            if (agentSteps > 0) return true;
        }

        column = agentSteps = 0;
        return false;
    }
}
