using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// An environment may own a process. A local variable that holds an environment, or an object that owns one, must be declared with "using".
/// Other tests count the environments that a training, an evaluation or a check leaves undisposed, but they do not cover the commands.
/// </summary>
public partial class DisposalTests
{
    [Fact]
    public void Local_environments_and_their_owners_are_disposed_of()
    {
        int found = 0;
        foreach (string file in Repository.FilesBelow("src", "*.cs"))
        {
            foreach (string line in File.ReadLines(Repository.PathOf(file)))
            {
                if (!Creation().IsMatch(line)) continue;
                found++;
                Assert.True(IsDisposedOf(line), $"{file} does not dispose of an environment:{Environment.NewLine}{line}");
            }
        }

        Assert.True(found >= 9, $"Found {found} places.");
    }

    [Theory]
    [InlineData("        var playback = new Playback(run, seed);", false)]
    [InlineData("        using var playback = new Playback(run, seed);", true)]
    [InlineData("        IEnvironment probe = description.Create(options, new RandomGenerator(0));", false)]
    [InlineData("        using IEnvironment probe = description.CreateForLearning(options, generator);", true)]
    public void The_test_tells_one_from_the_other(string line, bool isDisposedOf)
    {
        Assert.Matches(Creation(), line);
        Assert.Equal(isDisposedOf, IsDisposedOf(line));
    }

    private static bool IsDisposedOf(string line) => line.TrimStart().StartsWith("using ", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^ +(using )?(var|[A-Z]\w+) [a-z]\w* = (?!.*=>)"
        + @".*(new (Actor|Engine|Playback)\(|HandPlayedTask\.Create\(|\.Create(ForLearning)?\(.*[gG]enerator)")]
    private static partial Regex Creation();
}
