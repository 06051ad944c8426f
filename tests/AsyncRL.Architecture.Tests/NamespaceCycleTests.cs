using System.Text.RegularExpressions;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// Tests that the namespaces of the sources reference each other in one direction: no namespace can reach itself by the using directives
/// of its files.
/// </summary>
public partial class NamespaceCycleTests
{
    [Fact]
    public void No_namespace_reaches_itself()
    {
        Dictionary<string, SortedSet<string>> uses = Uses();
        Assert.True(uses.Count > 30, $"Only {uses.Count} namespaces were found.");
        Assert.Empty(Cycles(uses));
    }

    [Fact]
    public void A_cycle_is_found()
    {
        var uses = new Dictionary<string, SortedSet<string>> { ["A"] = ["B"], ["B"] = ["C"], ["C"] = ["A"], ["D"] = ["A"] };
        Assert.Equal(["A", "B", "C"], Cycles(uses));
    }

    private static Dictionary<string, SortedSet<string>> Uses()
    {
        var uses = new Dictionary<string, SortedSet<string>>();
        foreach (string file in Repository.FilesBelow("src", "*.cs"))
        {
            string source = File.ReadAllText(Repository.PathOf(file));
            if (Declaration().Match(source) is not { Success: true } declaration) continue;
            string name = declaration.Groups[1].Value;
            if (!uses.TryGetValue(name, out SortedSet<string>? used)) uses.Add(name, used = []);
            foreach (Match directive in Using().Matches(source)) used.Add(directive.Groups[1].Value);
        }

        return uses;
    }

    /// <summary>The namespaces that reach themselves, in order.</summary>
    private static List<string> Cycles(Dictionary<string, SortedSet<string>> uses)
    {
        var inCycles = new List<string>();
        foreach (string name in uses.Keys)
        {
            var reached = new HashSet<string>();
            var pending = new Stack<string>(uses[name]);
            while (pending.TryPop(out string? next))
            {
                if (!reached.Add(next) || !uses.TryGetValue(next, out SortedSet<string>? further)) continue;
                foreach (string one in further) pending.Push(one);
            }

            if (reached.Contains(name)) inCycles.Add(name);
        }

        inCycles.Sort(StringComparer.Ordinal);
        return inCycles;
    }

    [GeneratedRegex(@"^namespace (AsyncRL[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^using (AsyncRL[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
