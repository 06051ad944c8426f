using System.Globalization;
using AsyncRL.Environments.Options;
using AsyncRL.Randomness;

namespace AsyncRL.Environments.Catch;

/// <summary>When balls are drawn: in each frame with some probability, up to some age.</summary>
/// <param name="Probability">The probability that a frame shows any balls, drawn for each frame alone.</param>
/// <param name="MaximumAge">Agent steps since its release after which a ball is drawn no more.</param>
internal readonly record struct Visibility(double Probability, int MaximumAge)
{
    /// <summary>The age limit of a frame that shows no balls.</summary>
    internal const int Nothing = -1;

    /// <summary>What the option's text may be.</summary>
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

    /// <summary>Draws how old the balls may be that the next frame shows.</summary>
    /// <param name="generator">Asked once per frame under any setting: one seed releases the same balls however much is seen.</param>
    /// <returns>An age in agent steps, or <see cref="Nothing"/>.</returns>
    internal int DrawMaximumAge(RandomGenerator generator) =>
        generator.NextDouble() < Probability ? MaximumAge : Nothing;
}
