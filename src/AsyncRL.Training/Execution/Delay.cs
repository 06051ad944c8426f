using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Execution;

/// <summary>The delay between the end of a segment and its update in the simulated execution.</summary>
/// <param name="distribution">One of <see cref="Distributions"/>.</param>
/// <param name="mean">The mean, in agent steps of the other actors.</param>
internal sealed class Delay(string distribution, double mean)
{
    /// <summary>The distributions that a user can choose.</summary>
    internal const string Distributions = "constant uniform geometric";

    /// <summary>
    /// Draws a delay. "constant" is the rounded mean, "uniform" any whole number from 0 to twice the mean, and "geometric" the geometric
    /// distribution.
    /// </summary>
    /// <returns>Agent steps of the other actors, at least 0.</returns>
    internal int Draw(RandomGenerator generator) => mean <= 0 ? 0 : distribution switch
    {
        "uniform" => generator.NextInteger((int)Math.Round(2 * mean) + 1),
        "geometric" => (int)Math.Floor(Math.Log(1 - generator.NextDouble()) / Math.Log(mean / (1 + mean))),
        _ => (int)Math.Round(mean),
    };
}
