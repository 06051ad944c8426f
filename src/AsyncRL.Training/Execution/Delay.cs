using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Execution;

/// <summary>How long an actor-learner of the simulated execution holds a finished segment back before it applies it.</summary>
/// <param name="distribution">One of <see cref="Words"/>.</param>
/// <param name="mean">The mean, in agent steps of the others.</param>
internal sealed class Delay(string distribution, double mean)
{
    /// <summary>The words for a user's choice.</summary>
    internal const string Words = "constant uniform geometric";

    /// <summary>
    /// Draws a delay: the mean itself, rounded; any whole number from 0 to twice the mean alike; or, without memory, geometric.
    /// </summary>
    /// <returns>Agent steps of the others, at least 0.</returns>
    internal int Draw(RandomGenerator generator) => mean <= 0 ? 0 : distribution switch
    {
        "uniform" => generator.NextInteger((int)Math.Round(2 * mean) + 1),
        "geometric" => (int)Math.Floor(Math.Log(1 - generator.NextDouble()) / Math.Log(mean / (1 + mean))),
        _ => (int)Math.Round(mean),
    };
}
