namespace AsyncRL.Environments.Checking;

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
