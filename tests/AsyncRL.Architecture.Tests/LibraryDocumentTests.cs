using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Tests that the programs of docs/library.md are those that tests/outside.sh compiles and runs.</summary>
public partial class LibraryDocumentTests
{
    [Fact]
    public void Every_program_of_the_page_is_one_that_is_run()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/library.md"));
        var shown = new List<string>();
        foreach (Match block in Block().Matches(page)) shown.Add(block.Groups[1].Value);
        var run = new List<string>();
        foreach (string file in Repository.FilesBelow("tests/outside", "*.cs")) run.Add(File.ReadAllText(Repository.PathOf(file)));
        shown.Sort(StringComparer.Ordinal);
        run.Sort(StringComparer.Ordinal);
        Assert.Equal(run, shown);
        string script = File.ReadAllText(Repository.PathOf("tests/outside.sh"));
        foreach (string file in Repository.FilesBelow("tests/outside", "*.cs"))
            Assert.Contains($"dotnet run {Path.GetFileName(file)}", script, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
