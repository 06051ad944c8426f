using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Tests that docs/tables.md describes every column of a run's tables.</summary>
public partial class TableDocumentTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/tables.md"));

    public static TheoryData<string> Columns => [.. Names];

    private static SortedSet<string> Names
    {
        get
        {
            var columns = new SortedSet<string>(StringComparer.Ordinal);
            string tables = File.ReadAllText(Repository.PathOf("src/AsyncRL.Training/Runs/RunTables.cs"));
            foreach (Match table in Headings().Matches(tables))
            {
                foreach (Match name in Name().Matches(table.Groups[1].Value)) columns.Add(name.Value);
            }

            foreach (string file in Repository.FilesBelow("src/AsyncRL.Algorithms", "*.cs"))
            {
                string source = File.ReadAllText(Repository.PathOf(file));
                foreach (Match metric in Metrics().Matches(source)) columns.Add(metric.Groups[1].Value);
                foreach (Match phase in Phases().Matches(source)) columns.Add(phase.Groups[1].Value + "_seconds");
            }

            return columns;
        }
    }

    [Fact]
    public void The_columns_are_found() => Assert.True(
        Names.Count > 50 && Names.IsSupersetOf(["mended_rounds", "policy_loss", "wait_seconds"]), $"Found {Names.Count} columns.");

    [Theory]
    [MemberData(nameof(Columns))]
    public void Each_column_is_described(string column) => Assert.Contains($"`{column}`", Page, StringComparison.Ordinal);

    [GeneratedRegex(@"const string \w+ =\s*([^;]*,[^;]*);")]
    private static partial Regex Headings();

    [GeneratedRegex("[a-z_]+(?=[,\"])")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:\b(?:Metric|Rate)\(\s*|const string \w+ = )""([a-z_]+_[a-z_]+|cost|divergence|truncated|projected|entropy)""")]
    private static partial Regex Metrics();

    [GeneratedRegex(@"Measures\.Phase\(""([a-z]+)""\)")]
    private static partial Regex Phases();
}
