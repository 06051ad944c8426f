namespace AsyncRL.Cli.Figures.Games;

/// <summary>Lines along a game, with a gap between two episodes.</summary>
internal static class GameLine
{
    /// <summary>Makes the points of a line.</summary>
    /// <param name="steps">The steps of one or several episodes, none left out.</param>
    /// <param name="value">The number of a step, by its index.</param>
    /// <returns>The points; x counts the agent steps of all episodes.</returns>
    internal static IReadOnlyList<(double X, double Y)> Of(IReadOnlyList<PlayedStep> steps, Func<int, double> value)
    {
        var points = new List<(double X, double Y)>();
        for (int i = 0; i < steps.Count; i++)
        {
            if (i > 0 && steps[i].Episode != steps[i - 1].Episode) points.Add((i, double.NaN));
            points.Add((i, value(i)));
        }

        return points;
    }

    /// <summary>The name of the axis.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="isPart">Whether the game has more steps.</param>
    /// <returns>The name, which says how many episodes there are, or where a part of one begins.</returns>
    internal static string AxisOf(IReadOnlyList<PlayedStep> steps, bool isPart = false)
    {
        int episodes = steps[^1].Episode - steps[0].Episode + 1;
        if (isPart)
        {
            return episodes == 1
                ? $"agent steps after agent step {steps[0].AgentStep} of an episode" : $"agent steps in {episodes} episodes";
        }

        return episodes == 1 ? "agent steps of one episode" : $"agent steps of {episodes} episodes";
    }
}

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
        int first = FirstOf(game, index, before, count);
        var part = new List<PlayedStep>();
        for (int i = first; i < Math.Min(game.Count, first + count); i++) part.Add(game[i]);
        return part;
    }

    /// <summary>The index of the first step of such a part.</summary>
    internal static int FirstOf(IReadOnlyList<PlayedStep> game, int index, int before, int count) =>
        Math.Clamp(index - before, 0, Math.Max(0, game.Count - count));
}
