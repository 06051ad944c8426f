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
        RefuseWrongActions(subject, environment, observation);
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

    private static void RefuseWrongActions(CheckedSubject subject, IEnvironment environment, Observation observation)
    {
        int count = environment.Actions.Count;
        switch (environment.Actions.Kind)
        {
            case ActionKind.Discrete:
                foreach (int choice in (int[])[-1, count, int.MinValue, int.MaxValue])
                    Expect<ArgumentOutOfRangeException>(subject, $"the choice {choice}", () => environment.Step(choice, observation));
                Expect<ArgumentOutOfRangeException>(
                    subject, "a vector in place of a choice", () => environment.Step(AgentAction.FromValues([0]), observation));
                break;
            case ActionKind.Continuous:
                var values = new float[count];
                string longer = $"a vector of length {count + 1}";
                Expect<ArgumentException>(
                    subject, longer, () => environment.Step(AgentAction.FromValues([.. values, 0]), observation));
                Expect<ArgumentException>(subject, "a choice in place of a vector", () => environment.Step(0, observation));
                values[^1] = float.NaN;
                Expect<ArgumentOutOfRangeException>(
                    subject, "a vector that holds NaN", () => environment.Step(AgentAction.FromValues(values), observation));
                break;
            default:
                var choices = new int[count];
                string several = $"{count + 1} choices at once";
                Expect<ArgumentException>(
                    subject, several, () => environment.Step(AgentAction.FromChoices([.. choices, 0]), observation));
                Expect<ArgumentException>(subject, "one choice in place of several", () => environment.Step(0, observation));
                for (int i = 0; i < count; i++)
                {
                    foreach (int choice in (int[])[-1, environment.Actions.Choices[i]])
                    {
                        choices[i] = choice;
                        Expect<ArgumentOutOfRangeException>(
                            subject,
                            $"the choice {choice} in dimension {i}",
                            () => environment.Step(AgentAction.FromChoices(choices), observation));
                    }

                    choices[i] = 0;
                }

                break;
        }
    }

    private static void Bounds(CheckedSubject subject)
    {
        (IEnvironment beyond, IEnvironment bound) = (subject.Create(), subject.Create());
        if (beyond.Actions.Kind != ActionKind.Continuous) return;
        for (int i = 0; i < beyond.Actions.Count; i++)
        {
            (float low, float high) = (beyond.Actions.Low[i], beyond.Actions.High[i]);
            if (!float.IsFinite(low) || !float.IsFinite(high)) continue;
            float far = FarRanges * (high - low);
            ExpectClipped(subject, beyond, bound, i, high, high + far);
            ExpectClipped(subject, beyond, bound, i, low, low - far);
        }
    }

    private static void ExpectClipped(
        CheckedSubject subject, IEnvironment beyond, IEnvironment bound, int dimension, float limit, float number)
    {
        (Observation seenBeyond, Observation seenBound) = (new(beyond.Observation), new(bound.Observation));
        beyond.Reset(seenBeyond);
        bound.Reset(seenBound);
        float[] values = Sound(bound).Values.ToArray();
        values[dimension] = limit;
        StepOutcome expected = bound.Step(AgentAction.FromValues(values), seenBound);
        values[dimension] = number;
        StepOutcome found = beyond.Step(AgentAction.FromValues(values), seenBeyond);
        if (expected == found && AreEqual(seenBound, seenBeyond)) return;
        string what = values.Length == 1 ? $"The action {number}" : $"An action whose number {dimension} is {number}";
        subject.Fault($"{what} did not act as the bound {limit} does; expected the environment to clip it.");
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

    /// <summary>An action that every environment takes: the first choices, or 0 clipped to the bounds.</summary>
    internal static AgentAction Sound(IEnvironment environment)
    {
        ActionSpecification actions = environment.Actions;
        if (actions.Kind == ActionKind.Discrete) return 0;
        if (actions.Kind == ActionKind.MultiDiscrete) return AgentAction.FromChoices(new int[actions.Count]);
        var values = new float[actions.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Math.Min(Math.Max(actions.Low[i], 0), actions.High[i]);
        return AgentAction.FromValues(values);
    }
}
