namespace AsyncRL.Environments.Checking;

/// <summary>Checks of what an environment does with actions.</summary>
internal static class ActionChecks
{
    private const int EpisodeLimit = 100_000;
    private const int FarRanges = 1000;

    internal static IReadOnlyList<EnvironmentCheck> All { get; } =
    [
        new("wrong-action", "An action that does not exist is refused and changes nothing.", WrongAction),
        new("after-the-end", "An agent step before a reset, or after an episode's end, is refused and changes nothing.", AfterTheEnd),
        new("bounds", "A number beyond its bounds acts as the bound.", Bounds),
    ];

    private static void WrongAction(CheckedSubject subject)
    {
        IEnvironment environment = subject.Create();
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        byte[] before = StateBytes.Of(environment);
        int count = environment.Actions.Count;
        if (environment.Actions.Kind == ActionKind.Discrete)
        {
            foreach (int choice in (int[])[-1, count, int.MinValue, int.MaxValue])
                Expect<ArgumentOutOfRangeException>(subject, $"the choice {choice}", () => environment.Step(choice, observation));
            Expect<ArgumentOutOfRangeException>(
                subject, "a vector in place of a choice", () => environment.Step(AgentAction.FromValues([0]), observation));
        }
        else
        {
            var values = new float[count];
            Expect<ArgumentException>(
                subject, $"a vector of length {count + 1}", () => environment.Step(AgentAction.FromValues([.. values, 0]), observation));
            Expect<ArgumentException>(subject, "a choice in place of a vector", () => environment.Step(0, observation));
            values[^1] = float.NaN;
            Expect<ArgumentOutOfRangeException>(
                subject, "a vector that holds NaN", () => environment.Step(AgentAction.FromValues(values), observation));
        }

        if (!before.AsSpan().SequenceEqual(StateBytes.Of(environment)))
            subject.Fault("The state changed when a wrong action was refused; expected the state of before.");
    }

    private static void AfterTheEnd(CheckedSubject subject)
    {
        IEnvironment environment = subject.Create();
        var player = new RandomPlayer(environment, seed: 2);
        Expect<InvalidOperationException>(
            subject, "an agent step before the first reset", () => environment.Step(Sound(environment), player.Observation));
        for (int episode = 0; episode < 2; episode++)
        {
            if (player.TryFinishEpisode(EpisodeLimit) is null) return;
            byte[] before = StateBytes.Of(environment);
            Expect<InvalidOperationException>(
                subject, "an agent step after an episode's end", () => environment.Step(Sound(environment), player.Observation));
            if (!before.AsSpan().SequenceEqual(StateBytes.Of(environment)))
                subject.Fault("The state changed when an agent step after an episode's end was refused; expected the state of before.");
        }
    }

    private static void Bounds(CheckedSubject subject)
    {
        (IEnvironment beyond, IEnvironment bound) = (subject.Create(), subject.Create());
        if (beyond.Actions.Kind == ActionKind.Discrete) return;
        (Observation seenBeyond, Observation seenBound) = (new(beyond.Observation), new(bound.Observation));
        (float low, float high) = (beyond.Actions.Low, beyond.Actions.High);
        if (!float.IsFinite(low) || !float.IsFinite(high)) return;
        float far = FarRanges * (high - low);
        foreach ((float limit, float number) in ((float, float)[])[(high, high + far), (low, low - far)])
        {
            beyond.Reset(seenBeyond);
            bound.Reset(seenBound);
            StepOutcome expected = bound.Step(Filled(bound, limit), seenBound);
            StepOutcome found = beyond.Step(Filled(beyond, number), seenBeyond);
            if (expected == found && AreEqual(seenBound, seenBeyond)) continue;
            subject.Fault($"The action {number} did not act as the bound {limit} does; expected the environment to clip it.");
        }
    }

    private static void Expect<TException>(CheckedSubject subject, string what, Action step)
        where TException : Exception
    {
        string instead = "was accepted";
        try
        {
            step();
        }
        catch (TException)
        {
            return;
        }
        catch (Exception other)
        {
            instead = $"was refused by {other.GetType().Name}";
        }

        subject.Fault($"{char.ToUpperInvariant(what[0])}{what[1..]} {instead}; expected {typeof(TException).Name}.");
    }

    private static bool AreEqual(Observation first, Observation second) =>
        first.Values.SequenceEqual(second.Values) && first.Pixels.SequenceEqual(second.Pixels);

    private static AgentAction Sound(IEnvironment environment) =>
        environment.Actions.Kind == ActionKind.Discrete ? 0 : Filled(environment, Math.Max(environment.Actions.Low, 0));

    private static AgentAction Filled(IEnvironment environment, float value)
    {
        var values = new float[environment.Actions.Count];
        Array.Fill(values, value);
        return AgentAction.FromValues(values);
    }
}
