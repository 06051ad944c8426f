using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The programs of docs/environments/writing.md are compiled here, and each environment keeps its contract.</summary>
public sealed class WritingDocumentTests
{
    private const string Programs = "tests/AsyncRL.Cli.Tests/MyGames";

    [Fact]
    public void The_page_shows_every_program_in_full()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/environments/writing.md"));
        foreach (string file in Repository.FilesBelow(Programs, "*.cs"))
            Assert.Contains($"```csharp\n{File.ReadAllText(Repository.PathOf(file))}```", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(MyGames.Line), "line")]
    [InlineData(nameof(MyGames.WindyLine), "windy-line")]
    [InlineData(nameof(MyGames.WindyLineDescription), "windy-line", "--set", "wind=0.3")]
    public void Its_environments_keep_their_contract(string type, string name, params string[] options)
    {
        CommandResult result = CommandLine.Run(["check", $"{typeof(WritingDocumentTests).Assembly.Location}:{type}", .. options]);
        result.AssertSucceeded();
        result.AssertPrinted($"The environment {name} keeps its contract.");
    }
}
