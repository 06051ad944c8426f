using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Catch;

/// <summary>When balls are visible: with some probability in each frame, and up to some age.</summary>
/// <param name="Probability">The probability that a frame shows any balls, drawn independently for each frame.</param>
/// <param name="MaximumAge">Agent steps since its release after which a ball is no longer visible.</param>
internal readonly record struct Visibility(double Probability, int MaximumAge)
{
    /// <summary>The age limit of a frame that shows no balls.</summary>
    internal const int Nothing = -1;

    /// <summary>The allowed texts of the option.</summary>
    internal const string Spelling = "always, first-frame or a probability from 0 to 1";

    /// <summary>Reads the option's text.</summary>
    /// <exception cref="InputException">It is none of the three.</exception>
    internal static Visibility Parse(string text)
    {
        string[] words = ["always", "first-frame"];
        if (Names.Match(text, words) is { } word) return new(1, word == words[0] ? int.MaxValue : 0);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double probability) && probability is >= 0 and <= 1)
            return new(probability, int.MaxValue);
        throw new InputException($"The option visibility is \"{text}\"; expected {Spelling}.");
    }

    /// <summary>Draws the largest age of the balls that the next frame shows.</summary>
    /// <param name="generator">Used once per frame in every case, so that one seed releases the same balls at every visibility.</param>
    /// <returns>An age in agent steps, or <see cref="Nothing"/>.</returns>
    internal int DrawMaximumAge(RandomGenerator generator) =>
        generator.NextDouble() < Probability ? MaximumAge : Nothing;
}
