using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;

namespace AsyncRL.Environments.Tests.Arcade.Players;

/// <summary>Plays whole episodes of a game as agents do: an action lasts four frames.</summary>
internal static class ArcadeMatch
{
    internal const int ActionRepeat = 4;
    private const int FrameLimit = 108_000;

    /// <summary>Plays one episode, of at most half an hour.</summary>
    /// <returns>The sum of the rewards and the number of frames.</returns>
    internal static (int Return, int Frames) Play<TGame>(TGame game, Func<TGame, int> player)
        where TGame : ArcadeGame
    {
        game.Reset(new Observation(game.Observation));
        int sum = 0, action = 0;
        for (int frame = 0; frame < FrameLimit; frame++)
        {
            if (frame % ActionRepeat == 0) action = player(game);
            StepOutcome outcome = game.StepWithoutRendering(action);
            sum += (int)outcome.Reward;
            if (outcome.IsEnd) return (sum, frame + 1);
        }

        return (sum, FrameLimit);
    }

    /// <summary>Plays some episodes.</summary>
    internal static (double Mean, int Lowest, int Highest, double MeanFrames) Play<TGame>(TGame game, Func<TGame, int> player, int episodes)
        where TGame : ArcadeGame
    {
        int lowest = int.MaxValue, highest = int.MinValue;
        double sum = 0, frames = 0;
        for (int episode = 0; episode < episodes; episode++)
        {
            (int episodeReturn, int length) = Play(game, player);
            lowest = Math.Min(lowest, episodeReturn);
            highest = Math.Max(highest, episodeReturn);
            sum += episodeReturn;
            frames += length;
        }

        return (sum / episodes, lowest, highest, frames / episodes);
    }

    /// <summary>A player that draws its actions.</summary>
    internal static Func<ArcadeGame, int> Random(ulong seed)
    {
        var generator = new RandomGenerator(seed);
        return game => generator.NextInteger(game.Actions.Count);
    }
}
