namespace AsyncRL.Cli.Figures.Games;

/// <summary>Moves places on a line apart, so that thumbnails at them do not overlap.</summary>
internal static class Spread
{
    /// <summary>Finds places near wanted ones.</summary>
    /// <param name="wanted">The wanted places, in order.</param>
    /// <param name="width">The smallest distance of two places; less if there is not enough room.</param>
    /// <param name="low">The lower end of the room.</param>
    /// <param name="high">The upper end of the room.</param>
    /// <returns>A place for each, in the same order.</returns>
    internal static double[] Apart(IReadOnlyList<int> wanted, double width, double low, double high)
    {
        var places = new double[wanted.Count];
        double distance = Math.Min(width, (high - low) / Math.Max(1, wanted.Count));
        for (int i = 0; i < places.Length; i++)
        {
            double least = i == 0 ? low + (distance / 2) : places[i - 1] + distance;
            places[i] = Math.Max(least, wanted[i]);
        }

        for (int i = places.Length - 1; i >= 0; i--)
        {
            double most = i == places.Length - 1 ? high - (distance / 2) : places[i + 1] - distance;
            places[i] = Math.Min(most, places[i]);
        }

        return places;
    }
}
