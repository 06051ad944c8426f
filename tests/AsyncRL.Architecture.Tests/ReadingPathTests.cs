using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// Tests that the reading path of the README is complete: every method that a marked statement of A3C.cs calls is defined in a listed file.
/// </summary>
public partial class ReadingPathTests
{
    private const int MostFiles = 6;
    private const int MostLines = 900;

    private static List<string> Files
    {
        get
        {
            var files = new List<string>();
            foreach (Match row in Row().Matches(File.ReadAllText(Repository.PathOf("README.md")))) files.Add(row.Groups[1].Value);
            return files;
        }
    }

    [Fact]
    public void The_path_is_short()
    {
        Assert.InRange(Files.Count, 1, MostFiles);
        int lines = 0;
        foreach (string file in Files) lines += File.ReadAllLines(Repository.PathOf(file)).Length;
        Assert.InRange(lines, 1, MostLines);
    }

    [Fact]
    public void Every_method_that_a_marked_statement_calls_is_defined_on_the_path()
    {
        string sources = "";
        foreach (string file in Files) sources += File.ReadAllText(Repository.PathOf(file));
        var called = new SortedSet<string>();
        foreach (Match statement in MarkedStatement().Matches(File.ReadAllText(Repository.PathOf(Files[0]))))
        {
            foreach (Match call in Call().Matches(statement.Groups[1].Value)) called.Add(call.Groups[1].Value);
        }

        called.ExceptWith(["while", "for", "if"]);
        Assert.Contains("Sync", called);
        Assert.All(called, method => Assert.True(IsDefined(sources, method), $"{method} is defined in no file of the path."));
    }

    [Theory]
    [InlineData("    public void Update(double learningRate)", "Update", true)]
    [InlineData("        Model.Update(_context.LearningRate);", "Update", false)]
    [InlineData("    internal T Previous(T reward, T value)", "Previous", true)]
    [InlineData("        outcome = _context.Actor.Step(action);", "Step", false)]
    public void A_definition_is_told_from_a_call(string line, string method, bool expected) =>
        Assert.Equal(expected, IsDefined(line, method));

    private static bool IsDefined(string sources, string method) =>
        Regex.IsMatch(sources, $@"(public|internal|private|protected) [^=;()]*\b{method}(<\w+>)?\(");

    [GeneratedRegex(@"^\| \d \| \[\w+\.cs\]\((src/\S+\.cs)\)", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(.*\S)[ \t]*// S3:\d+$", RegexOptions.Multiline)]
    private static partial Regex MarkedStatement();

    [GeneratedRegex(@"(\w+)\(")]
    private static partial Regex Call();
}
