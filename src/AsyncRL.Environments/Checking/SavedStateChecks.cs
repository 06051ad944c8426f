namespace AsyncRL.Environments.Checking;

/// <summary>Checks of saving and restoring, on which every resumed run depends.</summary>
internal static class SavedStateChecks
{
    private const int Moves = 200;
    private const int EpisodeLimit = 100_000;
    private const int LatestMoment = 60;
    private const int FewestComparisons = 3;

    internal static IReadOnlyList<EnvironmentCheck> All { get; } =
    [
        new("saved-in-mid-episode", "A state saved in mid-episode continues in another instance bit by bit.", InMidEpisode),
        new("saved-between-episodes", "A state saved after an episode's end allows no agent step before a reset.", BetweenEpisodes),
        new("saving-changes-nothing", "Saving changes nothing.", SavingChangesNothing),
    ];

    private static void InMidEpisode(CheckedSubject subject)
    {
        if (!CanSave(subject))
        {
            subject.Remark("The environment cannot save its state: a resumed run begins a new episode.");
            return;
        }

        int compared = 0;
        for (int moves = 1; moves <= LatestMoment; moves += 1 + moves / 4)
        {
            IEnvironment original = subject.Create();
            if (new RandomPlayer(original, seed: 2).Record(moves)[^1].Outcome.IsEnd) continue;
            IEnvironment restored = subject.Create(seed: 3);
            new RandomPlayer(restored, seed: 4).Record(moves % 5);
            if (!Continues(subject, original, restored, $"after {CheckedSubject.CountOfSteps(moves - 1)}")) return;
            compared++;
        }

        if (compared < FewestComparisons) subject.Remark("Too few of the tried steps were in the middle of an episode.");
    }

    private static bool Continues(CheckedSubject subject, IEnvironment original, IEnvironment restored, string when)
    {
        byte[] state = StateBytes.Of(original);
        StateBytes.Restore(restored, state);
        if (!state.AsSpan().SequenceEqual(StateBytes.Of(restored)))
        {
            subject.Fault($"A state saved {when} is another when it is restored and saved again; expected the same bytes.");
            return false;
        }

        List<StepRecord> expected = new RandomPlayer(original, seed: 5).TakeOver().Record(Moves);
        if (AreEqual(expected, new RandomPlayer(restored, seed: 5).TakeOver().Record(Moves))) return true;
        subject.Fault($"An instance restored from a state saved {when} went another way than the original; expected the same trajectory.");
        return false;
    }

    private static void BetweenEpisodes(CheckedSubject subject)
    {
        if (!CanSave(subject)) return;
        IEnvironment original = subject.Create();
        if (new RandomPlayer(original, seed: 2).TryFinishEpisode(EpisodeLimit) is null) return;
        IEnvironment restored = subject.Create(seed: 3);
        new RandomPlayer(restored, seed: 4).Record(1);
        StateBytes.Restore(restored, StateBytes.Of(original));
        if (AcceptsStep(restored))
            subject.Fault("An instance restored from a state saved after an episode's end took an agent step; expected a refusal.");
        if (!AreEqual(new RandomPlayer(original, seed: 5).Record(Moves), new RandomPlayer(restored, seed: 5).Record(Moves)))
            subject.Fault("An instance restored from a state saved after an episode's end went another way than the original.");
    }

    private static void SavingChangesNothing(CheckedSubject subject)
    {
        if (!CanSave(subject)) return;
        IEnvironment environment = subject.Create();
        var player = new RandomPlayer(environment, seed: 2);
        var records = new List<StepRecord>();
        for (int move = 0; move < Moves; move++)
        {
            StateBytes.Of(environment);
            records.AddRange(player.Record(1));
        }

        if (!AreEqual(records, subject.Play().Record(Moves)))
            subject.Fault("An instance that was saved before each agent step went another way than one that was not.");
    }

    private static bool CanSave(CheckedSubject subject) => subject.Create().CanSave;

    private static bool AcceptsStep(IEnvironment environment)
    {
        try
        {
            environment.Step(ActionChecks.Sound(environment), new Observation(environment.Observation));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool AreEqual(List<StepRecord> first, List<StepRecord> second)
    {
        for (int move = 0; move < first.Count; move++)
        {
            if (first[move] != second[move]) return false;
        }

        return true;
    }
}

/// <summary>Saved states as bytes.</summary>
internal static class StateBytes
{
    /// <summary>Saves an environment; no bytes if it cannot.</summary>
    internal static byte[] Of(IEnvironment environment)
    {
        if (!environment.CanSave) return [];
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        environment.SaveState(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Restores an environment from a state between other data, and fails if it does not read exactly its own bytes.</summary>
    /// <exception cref="EnvironmentFaultException">It read less than was saved, or more.</exception>
    internal static void Restore(IEnvironment environment, byte[] state)
    {
        byte[] surrounded = [1, 2, 3, .. state, 4, 5, 6];
        using var stream = new MemoryStream(surrounded) { Position = 3 };
        using var reader = new BinaryReader(stream);
        environment.RestoreState(reader);
        long read = stream.Position - 3;
        if (read != state.Length)
            throw new EnvironmentFaultException($"Transfer read {read} bytes of the {state.Length} that it wrote.");
    }
}
