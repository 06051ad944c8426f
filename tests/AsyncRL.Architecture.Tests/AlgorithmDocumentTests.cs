using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// Tests that the tables of docs/algorithms and the markers in the sources agree, so that the pages show the paper and the code together.
/// </summary>
public class AlgorithmDocumentTests
{
    [Fact]
    public void Every_page_names_its_source_and_numbers_its_lines() => Assert.All(AlgorithmDocument.All, document =>
    {
        Assert.True(document.Source is not null, $"{document.Name} has no line \"Source: src/…\".");
        Assert.True(File.Exists(Repository.PathOf(document.Source)), $"{document.Name} names {document.Source}, which is not there.");
        Assert.True(document.Lines.Count > 0, $"{document.Name} has no table of numbered lines.");
    });

    [Fact]
    public void Every_line_of_a_table_marks_one_statement_and_every_marker_is_a_line() => Assert.All(AlgorithmDocument.All, document =>
    {
        string source = File.ReadAllText(Repository.PathOf(document.Source!));
        Assert.Empty(AlgorithmDocument.Differences(document.Lines, AlgorithmDocument.Markers(source)));
    });

    [Fact]
    public void Every_source_with_markers_has_a_page()
    {
        var documented = new HashSet<string>();
        foreach (AlgorithmDocument document in AlgorithmDocument.All) documented.Add(document.Source ?? "");
        Assert.Contains("src/AsyncRL.Algorithms/A3C.cs", documented);
        foreach (string source in Repository.FilesBelow("src/AsyncRL.Algorithms", "*.cs"))
        {
            bool marked = AlgorithmDocument.Markers(File.ReadAllText(Repository.PathOf(source))).Count > 0;
            Assert.True(!marked || documented.Contains(source), $"{source} has markers and no page in {AlgorithmDocument.Directory}.");
        }
    }

    [Fact]
    public void Pages_and_markers_are_read()
    {
        AlgorithmDocument page = AlgorithmDocument.Parse(
            "# A\n\nSource: src/A.cs\n\n| line | code |\n| --- | --- |\n| S3:1 | `x` |\n| 1:12 | `y` |\n| Sarsa:2 | `z` |\n");
        Assert.Equal("src/A.cs", page.Source);
        Assert.Equal(["S3:1", "1:12", "Sarsa:2"], page.Lines);
        const string Source =
            "x();   // S3:1\n/// <c>// S3:n</c> marks\ny(); // 1:2 and more\nz(); // Sarsa:3\n// S3:9 alone on its line is prose\n";
        Assert.Equal(["S3:1", "1:2", "Sarsa:3"], AlgorithmDocument.Markers(Source));
    }

    [Fact]
    public void Differences_in_both_directions_and_doubles_are_found()
    {
        Assert.Empty(AlgorithmDocument.Differences(["S3:1", "S3:2"], ["S3:2", "S3:1"]));
        Assert.Equal(["S3:2 is in the table and marks no statement."], AlgorithmDocument.Differences(["S3:1", "S3:2"], ["S3:1"]));
        Assert.Equal(["S3:2 marks a statement and is not in the table."], AlgorithmDocument.Differences(["S3:1"], ["S3:1", "S3:2"]));
        Assert.Equal(
            ["S3:1 marks more than one statement.", "S3:1 marks more than one statement."],
            AlgorithmDocument.Differences(["S3:1"], ["S3:1", "S3:1"]));
        Assert.Contains("S3:1 is in the table more than once.", AlgorithmDocument.Differences(["S3:1", "S3:1"], ["S3:1"]));
    }
}
