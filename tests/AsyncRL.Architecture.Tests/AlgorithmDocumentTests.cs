using System.Linq;
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
        Assert.True(document.Sources.Count > 0, $"{document.Name} has no line \"Source: src/…\".");
        foreach (string source in document.Sources)
            Assert.True(File.Exists(Repository.PathOf(source)), $"{document.Name} names {source}, which is not there.");
        Assert.True(document.Lines.Count > 0, $"{document.Name} has no table of numbered lines.");
    });

    [Fact]
    public void Every_line_of_a_table_marks_one_statement_and_every_marker_is_a_line() => Assert.All(
        AlgorithmDocument.All, document => Assert.Empty(AlgorithmDocument.Differences(document.Lines, document.Markers())));

    [Fact]
    public void Every_source_with_markers_has_a_page()
    {
        IReadOnlyList<AlgorithmDocument> documents = AlgorithmDocument.All;
        Assert.Contains(documents, document => document.Sources.Contains("src/AsyncRL.Algorithms/A3C.cs"));
        foreach (string source in Repository.FilesBelow("src/AsyncRL.Algorithms", "*.cs"))
        {
            foreach (string marker in AlgorithmDocument.Markers(File.ReadAllText(Repository.PathOf(source))))
            {
                Assert.True(
                    documents.Any(document => document.Sources.Contains(source) && document.Has(marker)),
                    $"{source} has the marker {marker} and no page in {AlgorithmDocument.Directory}.");
            }
        }
    }

    [Fact]
    public void Pages_and_markers_are_read()
    {
        AlgorithmDocument page = AlgorithmDocument.Parse(
            "# A\n\nSource: src/A.cs\nSource: src/B.cs\n\n"
            + "| line | code |\n| --- | --- |\n| S3:1 | `x` |\n| 1:12 | `y` |\n| Sarsa:2 | `z` |\n");
        Assert.Equal(["src/A.cs", "src/B.cs"], page.Sources);
        Assert.True(page.Has("S3:7") && page.Has("Sarsa:1") && !page.Has("S3c:1"));
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
