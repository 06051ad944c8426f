using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Every independently computed case of a method is used by a test, or is named here with the reason.</summary>
public class MethodCaseCoverageTests
{
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["acer_continuous"] = "ACER has no continuous actions (docs/algorithms/acer.md).",
        ["acer_continuous_returns"] = "ACER has no continuous actions (docs/algorithms/acer.md).",
        ["adagrad"] = "AdaGrad belongs to Gorila, which is not built.",
        ["burn_in"] = "The recurrence of the case is tanh(w h + u x), and the engine has the LSTM; R2d2Tests compares its burn-in.",
        ["reward_squashing"] = "Rewards are clipped or scaled; the other forms of IMPALA are not built.",
        ["trpo_linear"] = "TRPO is not built.",
    };

    [Fact]
    public void Every_case_is_used_by_a_test_or_left_out_for_a_reason()
    {
        string tests = Repository.PathOf("tests/AsyncRL.Training.Tests");
        var sources = new StringBuilder();
        foreach (string file in Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories))
            sources.Append(File.ReadAllText(file));
        string text = sources.ToString();
        var leftOut = new HashSet<string>(LeftOut.Keys);
        JsonArray cases = JsonNode.Parse(File.ReadAllText(Path.Combine(tests, "Data", "methods-cases.json")))!["cases"]!.AsArray();
        Assert.NotEmpty(cases);
        foreach (JsonNode? each in cases)
        {
            string name = each!["name"]!.GetValue<string>(), function = each["function"]!.GetValue<string>();
            bool isUsed = text.Contains($"\"{name}\"", StringComparison.Ordinal)
                || text.Contains($"\"{function}\"", StringComparison.Ordinal);
            string use = isUsed ? "is used by a test and named as left out" : "is used by no test";
            Assert.True(isUsed != LeftOut.ContainsKey(function), $"The case {name} of {function} {use}.");
            leftOut.Remove(function);
        }

        Assert.Empty(leftOut);
    }
}
