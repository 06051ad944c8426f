namespace AsyncRL.Cli.Figures.Games;

/// <summary>Chooses a part of a long game, short enough that a picture shows each agent step.</summary>
internal static class GamePart
{
    /// <summary>Takes the agent steps around one of them.</summary>
    /// <param name="game">The steps of one or several episodes, none left out.</param>
    /// <param name="index">The index of the agent step.</param>
    /// <param name="before">Steps before it.</param>
    /// <param name="count">Steps in all.</param>
    /// <returns>The part; the whole game if it is not longer.</returns>
    internal static IReadOnlyList<PlayedStep> Around(IReadOnlyList<PlayedStep> game, int index, int before, int count)
    {
        int first = Math.Clamp(index - before, 0, Math.Max(0, game.Count - count));
        var part = new List<PlayedStep>();
        for (int i = first; i < Math.Min(game.Count, first + count); i++) part.Add(game[i]);
        return part;
    }
}
