using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Rules of this project that apply to every source file.</summary>
public partial class SourceTests
{
    private const int LongestFile = 400;
    private const int LongestLine = 140;
    private const int LongestProseLine = 120;

    private static readonly IReadOnlyList<string> Sources = Repository.FilesBelow("src", "*.cs");

    [Fact]
    public void There_are_sources() => Assert.True(Sources.Count > 100, $"Found {Sources.Count} files.");

    [Fact]
    public void No_file_is_longer_than_400_lines() => Assert.All(Sources, file =>
    {
        int lines = File.ReadAllLines(Repository.PathOf(file)).Length;
        Assert.True(lines <= LongestFile, $"{file} has {lines} lines.");
    });

    /// <summary>Columns are counted as for max_line_length in .editorconfig, which no build enforces.</summary>
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("perf")]
    public void No_line_is_longer_than_140_columns(string directory)
    {
        var tooLong = new List<string>();
        foreach (string file in Repository.FilesBelow(directory, "*.cs"))
        {
            string[] lines = File.ReadAllLines(Repository.PathOf(file));
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Length > LongestLine) tooLong.Add($"{file}:{i + 1} has {lines[i].Length} columns.");
            }
        }

        Assert.True(tooLong.Count == 0, string.Join(Environment.NewLine, tooLong));
    }

    /// <summary>Tables, code, pictures and single words such as addresses may be longer.</summary>
    [Fact]
    public void Prose_of_the_documents_is_wrapped_at_120_columns()
    {
        var tooLong = new List<string>();
        foreach (string file in (string[])["README.md", "perf/README.md", .. Repository.FilesBelow("docs", "*.md")])
        {
            bool isCode = false;
            string[] lines = File.ReadAllLines(Repository.PathOf(file));
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
                bool isFormula = lines[i].StartsWith("    ", StringComparison.Ordinal);
                bool isFree = isCode || isFormula || !lines[i].Trim().Contains(' ', StringComparison.Ordinal);
                if (isFree || lines[i].Length <= LongestProseLine || lines[i][0] is '|' or '!' or '#' or '<') continue;
                tooLong.Add($"{file}:{i + 1} has {lines[i].Length} columns.");
            }
        }

        Assert.True(tooLong.Count == 0, string.Join(Environment.NewLine, tooLong));
    }

    /// <summary>A pair of methods that save and restore would name each number twice, and the two could differ.</summary>
    [Fact]
    public void Environments_name_each_number_of_their_state_once() => Assert.All(
        Repository.FilesBelow("src/AsyncRL.Environments", "*.cs"),
        file =>
        {
            if (file.EndsWith("/EnvironmentState.cs", StringComparison.Ordinal)) return;
            if (file.EndsWith("/Checking/SavedStateChecks.cs", StringComparison.Ordinal)) return;
            Assert.DoesNotMatch("Binary(Writer|Reader)", File.ReadAllText(Repository.PathOf(file)));
        });

    [Theory]
    [InlineData("the refusal of an agent step without a reset", "\"No episode is running")]
    [InlineData("the refusal of a choice that does not exist", "Expected a choice from")]
    [InlineData("the weights of the luminance", @"= 77,.* = 150,.* = 29;")]
    [InlineData("a type of colors", @"(class|struct|record) \w*Color\b")]
    public void Environments_have_one_place_for(string what, string pattern)
    {
        var places = new List<string>();
        foreach (string file in Repository.FilesBelow("src/AsyncRL.Environments", "*.cs"))
        {
            if (Regex.IsMatch(File.ReadAllText(Repository.PathOf(file)), pattern)) places.Add(file);
        }

        Assert.True(places.Count == 1, $"There should be one place for {what}: {string.Join(", ", places)}");
    }

    [Fact]
    public void No_type_is_called_a_manager_a_helper_or_utilities() => Assert.All(Sources, file =>
    {
        Match match = EmptyName().Match(File.ReadAllText(Repository.PathOf(file)));
        Assert.False(match.Success, $"{file} declares \"{match.Value}\".");
    });

    [Theory]
    [InlineData("public sealed class EpisodeManager : IDisposable", true)]
    [InlineData("internal static class MathHelpers", true)]
    [InlineData("readonly record struct SpanUtils(int Length)", true)]
    [InlineData("interface IUtilityProvider", true)]
    [InlineData("public sealed class EpisodeQueue", false)]
    [InlineData("// whoever manages the class of helpers", false)]
    public void An_empty_name_is_found(string declaration, bool expected) => Assert.Equal(expected, EmptyName().IsMatch(declaration));

    /// <summary>TensorPrimitives.SoftMax does not subtract the maximum and overflows. The project's own softmax subtracts it.</summary>
    [Fact]
    public void No_source_uses_the_softmax_that_overflows() => Assert.All(Sources, file =>
        Assert.DoesNotContain("TensorPrimitives.SoftMax(", File.ReadAllText(Repository.PathOf(file)), StringComparison.Ordinal));

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\s+\w*(Manager|Helper|Util)\w*")]
    private static partial Regex EmptyName();
}
