using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Tests.Contract;

/// <summary>The contract of <see cref="IEnvironment"/>, tested on every environment. New environments are found by type.</summary>
public class EnvironmentContractTests
{
    private const int Moves = 300;
    private const int EpisodeLimit = 100_000;

    public static TheoryData<string, string> Variants => ContractCase.All();

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

    /// <summary>A built-in environment reports whether an episode is over, and does not keep the default of the interface.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public void It_says_whether_its_episode_is_over(string name, string assignments)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 1);
        Assert.True(environment.IsOver, "No episode has begun.");
        var player = new RandomPlayer(environment, seed: 2);
        for (int move = 0; move < Moves; move++) Assert.Equal(player.Move().IsEnd, environment.IsOver);
        player.FinishEpisode(EpisodeLimit);
        Assert.True(environment.IsOver, "The episode has ended.");
    }

    /// <summary>Actor-learners may play an environment with other wrappers than an evaluation.</summary>
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
