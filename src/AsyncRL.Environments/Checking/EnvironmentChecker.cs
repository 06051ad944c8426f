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

/// <summary>Checks of an environment's specification.</summary>
internal static class SpecificationChecks
{
    private const int Moves = 300;

    internal static IReadOnlyList<EnvironmentCheck> All { get; } =
    [
        new("specification", "The specification is sound, and stays the same while the environment runs.", Specification),
    ];

    private static void Specification(CheckedSubject subject)
    {
        IEnvironment environment = subject.Create();
        (ObservationSpecification observation, ActionSpecification actions) = (environment.Observation, environment.Actions);
        if (observation is not { Height: >= 1, Width: >= 1, Channels: >= 1 })
            subject.Fault($"The observation is {observation}; expected at least 1 of everything.");
        if (observation.Kind == ObservationKind.Vector && observation is not { Height: 1, Width: 1 })
            subject.Fault($"The observation is a vector of height {observation.Height} and width {observation.Width}; expected 1 and 1.");
        if (environment.FramesPerAgentStep < 1)
            subject.Fault($"FramesPerAgentStep is {environment.FramesPerAgentStep}; expected at least 1.");
        if (environment.LongestEpisode < 1) subject.Fault($"LongestEpisode is {environment.LongestEpisode}; expected at least 1, or null.");
        Actions(subject, actions);
        if (subject.Findings.Count > 0) return;
        new RandomPlayer(environment, seed: 2).Record(Moves);
        if (environment.Observation != observation || environment.Actions != actions)
            subject.Fault($"The specification changed within {Moves} agent steps; expected the same for the whole life of an instance.");
    }

    private static void Actions(CheckedSubject subject, ActionSpecification actions)
    {
        if (actions.Count < 1) subject.Fault($"The number of actions is {actions.Count}; expected at least 1.");
        if (actions.Kind == ActionKind.Discrete && actions.Names is { } names && names.Count != actions.Count)
            subject.Fault($"There are {names.Count} names for {actions.Count} actions; expected one name for each, or none.");
        for (int i = 0; i < actions.Low.Length; i++)
        {
            if (actions.Low[i] < actions.High[i]) continue;
            subject.Fault($"The bounds of an action are {actions.Low[i]} and {actions.High[i]}; expected the first to be the smaller.");
        }

        foreach (int choices in actions.Choices)
        {
            if (choices < 1) subject.Fault($"The number of choices in a dimension is {choices}; expected at least 1.");
        }
    }
}
