using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Rules that apply to every page of the documents, and to the language of the sources.</summary>
public partial class DocumentTests
{
    private static readonly IReadOnlyList<string> Pages = Repository.FilesBelow("docs", "*.md");

    [Fact]
    public void There_are_pages() => Assert.True(Pages.Count > 50, $"Found {Pages.Count} pages.");

    [Fact]
    public void Each_page_ends_with_the_pages_to_read_next() => Assert.All(Pages, page =>
    {
        string text = File.ReadAllText(Repository.PathOf(page)).TrimEnd();
        string last = text[(text.LastIndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        Assert.StartsWith("Next: ", last, StringComparison.Ordinal);
        Assert.Matches(Link(), last);
    });

    [Fact]
    public void Each_link_of_a_page_leads_to_a_file() => Assert.All([.. Pages, "README.md", "perf/README.md"], page =>
    {
        string directory = Path.GetDirectoryName(Repository.PathOf(page))!;
        foreach (Match link in Link().Matches(File.ReadAllText(Repository.PathOf(page))))
        {
            string target = link.Groups[1].Value;
            bool isHere = target.Length > 0 && !target.Contains("://", StringComparison.Ordinal);
            Assert.True(!isHere || Path.Exists(Path.Combine(directory, target)), $"{page} links to {target}, which does not exist.");
        }
    });

    /// <summary>A component is no person, and an example is not "said".</summary>
    [Fact]
    public void Sentences_are_plain()
    {
        string[] files =
        [
            "README.md", "perf/README.md", .. Pages, .. Repository.FilesBelow("src", "*.cs"), .. Repository.FilesBelow("tests", "*.cs"),
            .. Repository.FilesBelow("perf", "*.cs"),
        ];
        Assert.All(files, file =>
        {
            if (file.EndsWith("/DocumentTests.cs", StringComparison.Ordinal)) return;
            Match match = Figurative().Match(File.ReadAllText(Repository.PathOf(file)));
            Assert.False(match.Success, $"{file} has \"{match.Value}\".");
        });
    }

    [Theory]
    [InlineData("nobody reads it", true)]
    [InlineData("\"a whole number\", say.", true)]
    [InlineData("the thread goes on with the next", true)]
    [InlineData("The messages say what is expected.", false)]
    public void A_figurative_word_is_found(string sentence, bool expected) => Assert.Equal(expected, Figurative().IsMatch(sentence));

    [GeneratedRegex(@"\]\(([^)#\s]*)(?:#[^)\s]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(nobody|somebody|anybody)\b|, say[.,;)]|\bgoes on with\b|\bhappens to say\b", RegexOptions.IgnoreCase)]
    private static partial Regex Figurative();
}
