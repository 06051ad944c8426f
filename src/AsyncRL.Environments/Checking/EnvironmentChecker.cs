using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Checking;

/// <summary>
/// Checks that an environment keeps the contract of <see cref="IEnvironment"/>, by playing it at random. The built-in environments are
/// tested by the same checks.
/// </summary>
public static class EnvironmentChecker
{
    /// <summary>Every check, in the order in which they run.</summary>
    public static IReadOnlyList<EnvironmentCheck> Checks { get; } =
        [.. SpecificationChecks.All, .. PlayChecks.All, .. ActionChecks.All, .. SavedStateChecks.All];

    /// <summary>Checks environments that are made alike.</summary>
    /// <param name="create">Makes an environment; the generator is its only source of chance.</param>
    /// <returns>What was found: nothing if all is well.</returns>
    public static IReadOnlyList<EnvironmentFinding> Check(Func<RandomGenerator, IEnvironment> create)
    {
        var findings = new List<EnvironmentFinding>();
        foreach (EnvironmentCheck check in Checks) findings.AddRange(check.Run(create));
        return findings;
    }

    /// <summary>Checks an environment by its description, as it is evaluated and as actor-learners play it.</summary>
    /// <param name="description">The environment.</param>
    /// <param name="options">Its options; the defaults if null.</param>
    /// <returns>What was found: nothing if all is well.</returns>
    /// <exception cref="InputException">An option is out of range, or options contradict each other.</exception>
    public static IReadOnlyList<EnvironmentFinding> Check(EnvironmentDescription description, object? options = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        object knobs = options ?? description.DefaultOptions;
        using IEnvironment played = description.Create(knobs, new RandomGenerator(1));
        using IEnvironment learned = description.CreateForLearning(knobs, new RandomGenerator(1));
        var findings = new List<EnvironmentFinding>(Check(generator => description.Create(knobs, generator)));
        if (played.GetType() != learned.GetType()) findings.AddRange(Check(generator => description.CreateForLearning(knobs, generator)));
        return findings;
    }
}
