using AsyncRL.Core.Options;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>The messages that a user reads about wrong input.</summary>
internal static class Sentence
{
    /// <summary>Asserts that something is refused as wrong input, in one sentence.</summary>
    /// <returns>The sentence.</returns>
    internal static string Of(Action refused)
    {
        string sentence = Assert.Throws<InputException>(refused).Message;
        Assert.DoesNotContain('\n', sentence);
        Assert.Matches("[.?]$", sentence);
        return sentence;
    }
}
