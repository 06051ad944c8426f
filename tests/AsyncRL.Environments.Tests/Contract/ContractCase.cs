using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Tests.Contract;

/// <summary>The cases of the contract suite: every environment found by type, with its defaults and in each tested variant.</summary>
internal static class ContractCase
{
    /// <summary>Names with assignments such as "rows=10 columns=7"; the assignments are empty for the defaults.</summary>
    public static TheoryData<string, string> All()
    {
        var cases = new TheoryData<string, string>();
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All)
        {
            cases.Add(description.Name, "");
            foreach (IReadOnlyDictionary<string, string> variant in description.TestedVariants) cases.Add(description.Name, Write(variant));
        }

        return cases;
    }

    /// <summary>Makes one of them.</summary>
    internal static IEnvironment Create(string name, string assignments, ulong seed) =>
        Create(name, assignments, new RandomGenerator(seed));

    /// <summary>Makes one of them with a given generator.</summary>
    internal static IEnvironment Create(string name, string assignments, RandomGenerator generator)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(name)!;
        return description.Create(OptionsOf(description, assignments), generator);
    }

    /// <summary>The options of a case.</summary>
    internal static object OptionsOf(EnvironmentDescription description, string assignments)
    {
        var used = new HashSet<string>();
        Dictionary<string, string> read = Read(assignments);
        object options = OptionSet.With(description.DefaultOptions, read, used);
        Assert.True(used.SetEquals(read.Keys), $"{description.Name} does not know all of \"{assignments}\".");
        return options;
    }

    private static string Write(IReadOnlyDictionary<string, string> variant)
    {
        var texts = new List<string>();
        foreach ((string option, string value) in variant) texts.Add($"{option}={value}");
        return string.Join(' ', texts);
    }

    private static Dictionary<string, string> Read(string assignments)
    {
        var variant = new Dictionary<string, string>();
        foreach (string text in assignments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = text.Split('=');
            variant.Add(parts[0], parts[1]);
        }

        return variant;
    }
}
