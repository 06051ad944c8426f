using System.Linq;
using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>The pictures of the documentation are those that its pages show.</summary>
public partial class PictureFileTests
{
    private static readonly string Images = Repository.PathOf("docs/images");

    [Fact]
    public void Every_picture_is_on_a_page_and_every_shown_picture_exists()
    {
        var shown = new SortedSet<string>(StringComparer.Ordinal);
        string[] docs = Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories);
        List<string> pages = [Repository.PathOf("README.md"), .. docs];
        foreach (string page in pages)
        {
            foreach (Match match in Picture().Matches(File.ReadAllText(page)))
                shown.Add(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, match.Groups[1].Value)));
        }

        SortedSet<string> files = new(Directory.GetFiles(Images, "*", SearchOption.AllDirectories), StringComparer.Ordinal);
        Assert.True(files.Count > 40);
        Assert.Equal([], files.Except(shown));
        Assert.Equal([], shown.Except(files));
    }

    [GeneratedRegex(@"!\[[^\]]*\]\(([^)#]+\.(?:svg|png|gif))\)")]
    private static partial Regex Picture();
}
