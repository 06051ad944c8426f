using System.Linq;
using System.Text.Json.Nodes;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>
/// Cases of functions of methods, computed independently in double: inputs and expected numbers. Tests find the cases of a function by its
/// name.
/// </summary>
internal static class MethodCases
{
    private static readonly Lazy<JsonArray> Cases = new(
        () => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "methods-cases.json")))!["cases"]!.AsArray());

    /// <summary>The names of all cases of a function.</summary>
    internal static TheoryData<string> NamesOf(string function) =>
        [.. Cases.Value.Where(node => node!["function"]!.GetValue<string>() == function).Select(node => node!["name"]!.GetValue<string>())];

    /// <summary>The inputs and the expected numbers of a case.</summary>
    internal static (JsonNode Inputs, JsonNode Expected) Find(string name)
    {
        JsonNode found = Cases.Value.Single(node => node!["name"]!.GetValue<string>() == name)!;
        return (found["inputs"]!, found["expected"]!);
    }

    internal static double Number(this JsonNode node, string name) => node[name]!.GetValue<double>();

    internal static int Whole(this JsonNode node, string name) => node[name]!.GetValue<int>();

    internal static double[] Numbers(this JsonNode node, string name) => Numbers(node[name]!);

    internal static double[] Numbers(this JsonNode node) => [.. node.AsArray().Select(number => number!.GetValue<double>())];

    internal static double[][] Rows(this JsonNode node, string name) => [.. node[name]!.AsArray().Select(row => row!.Numbers())];

    internal static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++) AssertClose(expected[i], actual[i]);
    }

    internal static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * (1 + Math.Abs(expected)), $"{actual}; expected {expected}");
}
