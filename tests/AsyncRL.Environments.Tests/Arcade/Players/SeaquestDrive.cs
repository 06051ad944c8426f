using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade.Seaquest;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>Brings a game of Seaquest into the state that a test needs.</summary>
internal static class SeaquestDrive
{
    private const int MostFrames = 20_000;

    internal static SeaquestGame Begin(ulong seed, SeaquestOptions? options = null)
    {
        var game = new SeaquestGame(options ?? new SeaquestOptions(), new RandomGenerator(seed));
        game.Reset(new Observation(game.Observation));
        return game;
    }

    /// <summary>Repeats one action for several frames.</summary>
    internal static void Repeat(SeaquestGame game, int action, int frames)
    {
        for (int frame = 0; frame < frames; frame++) game.StepWithoutRendering(action);
    }

    /// <summary>Moves from the surface of an empty sea to a safe place between the first lane and the second.</summary>
    internal static void Hide(SeaquestGame game)
    {
        Repeat(game, SeaquestPlayers.Down, 28);
        Assert.True(game.Player.Box.Top >= Sea.LaneTop(0) + EnemyGroup.Height && game.Player.Box.Bottom <= Sea.LaneTop(1));
    }

    /// <summary>Picks up divers until a given number is on board.</summary>
    internal static void Collect(SeaquestGame game, int divers)
    {
        Func<SeaquestGame, int> expert = SeaquestPlayers.Expert();
        for (int frame = 0, action = 0; frame < MostFrames && game.Aboard < divers; frame++)
        {
            if (frame % ArcadeMatch.ActionRepeat == 0) action = expert(game);
            game.StepWithoutRendering(action);
        }

        Assert.Equal(divers, game.Aboard);
    }

    /// <summary>Moves up until the frame in which it arrives at the surface.</summary>
    internal static void Surface(SeaquestGame game)
    {
        var paths = new SeaquestPaths();
        for (int frame = 0, action = 0; frame < MostFrames && !game.Player.IsAtSurface; frame++)
        {
            if (frame % ArcadeMatch.ActionRepeat == 0)
                action = paths.FirstAction(game, (game.Player.Box.Left, Sea.SurfacedRow), mayRise: true);
            game.StepWithoutRendering(action);
        }

        Assert.True(game.Player.IsAtSurface);
    }

    /// <summary>Waits without action until a condition holds.</summary>
    /// <returns>The number of frames.</returns>
    internal static int WaitUntil(SeaquestGame game, Func<bool> hasHappened)
    {
        int frames = 0;
        for (; frames < MostFrames && !hasHappened(); frames++) game.StepWithoutRendering(SeaquestPlayers.Stay);
        Assert.True(hasHappened());
        return frames;
    }
}
