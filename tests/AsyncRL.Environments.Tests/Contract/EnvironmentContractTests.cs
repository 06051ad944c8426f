using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Tests.Contract;

/// <summary>
/// What <see cref="IEnvironment"/> promises, checked by <see cref="EnvironmentChecker"/> on every environment; a new one is found by type.
/// </summary>
public class EnvironmentContractTests
{
    /// <summary>Every environment, by default and in each tested variant, with every check.</summary>
    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (object[] row in ContractCase.All())
        {
            foreach (EnvironmentCheck check in EnvironmentChecker.Checks) cases.Add((string)row[0], (string)row[1], check.Name);
        }

        return cases;
    }

    public static TheoryData<string> Environments() => [.. NamesOfAll()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_promise_is_kept(string name, string assignments, string check) =>
        Assert.Empty(Find(check).Run(generator => ContractCase.Create(name, assignments, generator)));

    /// <summary>What actor-learners play may be another instance than what is evaluated.</summary>
    [Theory]
    [MemberData(nameof(Environments))]
    public void What_actor_learners_play_keeps_the_contract_too(string name)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(name)!;
        Assert.Empty(EnvironmentChecker.Check(generator => description.CreateForLearning(description.DefaultOptions, generator)));
    }

    private static EnvironmentCheck Find(string name)
    {
        foreach (EnvironmentCheck check in EnvironmentChecker.Checks)
        {
            if (check.Name == name) return check;
        }

        throw new ArgumentException($"There is no check {name}.", nameof(name));
    }

    private static IEnumerable<string> NamesOfAll()
    {
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All) yield return description.Name;
    }
}
