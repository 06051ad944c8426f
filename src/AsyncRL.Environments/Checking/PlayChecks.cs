namespace AsyncRL.Environments.Checking;

/// <summary>Checks of the observations and rewards while an environment is played.</summary>
internal static class PlayChecks
{
    private const int Moves = 300;
    private const int EpisodeLimit = 100_000;
    private const int Episodes = 5;
    private const int Series = 3;

    internal static IReadOnlyList<EnvironmentCheck> All { get; } =
    [
        new("finite", "Rewards and observations are finite numbers.", Finite),
        new("whole-observation", "Every number of an observation is written by every reset and agent step.", WholeObservation),
        new("one-end", "An episode ends as terminated or as truncated, never as both.", OneEnd),
        new("longest-episode", "Episodes end, and none lasts longer than LongestEpisode says.", LongestEpisode),
        new("same-seed", "The same seed gives the same trajectory.", SameSeed),
        new("other-seed", "Another seed gives another trajectory.", OtherSeed),
        new("no-garbage", "Running allocates nothing.", NoGarbage),
    ];

    private static void Finite(CheckedSubject subject)
    {
        RandomPlayer player = subject.Play();
        for (int move = 0; move < Moves; move++)
        {
            float reward = player.Move().Reward;
            if (!float.IsFinite(reward))
            {
                subject.Fault($"Agent step {move} returned the reward {reward}; expected a finite number.");
                return;
            }

            foreach (float value in player.Observation.Values)
            {
                if (float.IsFinite(value)) continue;
                subject.Fault($"The observation after agent step {move} holds {value}; expected finite numbers.");
                return;
            }
        }
    }

    private static void WholeObservation(CheckedSubject subject)
    {
        (RandomPlayer first, RandomPlayer second) = (subject.Play(), subject.Play());
        for (int move = 0; move < Moves; move++)
        {
            Fill(first.Observation, 0x55, 1e30f);
            Fill(second.Observation, 0xAA, -1e30f);
            first.Move();
            second.Move();
            bool samePixels = first.Observation.Pixels.SequenceEqual(second.Observation.Pixels);
            if (samePixels && first.Observation.Values.SequenceEqual(second.Observation.Values)) continue;

            // Instances of one seed that differ anyway show nothing about what is written.
            if (FirstDifference(subject.Play().Record(Moves), subject.Play().Record(Moves)) >= 0) return;
            string steps = CheckedSubject.CountOfSteps(move);
            subject.Fault($"After {steps} a part of the observation was not written; expected every number of it.");
            return;
        }
    }

    private static void OneEnd(CheckedSubject subject)
    {
        RandomPlayer player = subject.Play();
        int limit = Math.Min(subject.Create().LongestEpisode ?? EpisodeLimit, EpisodeLimit);
        for (int episode = 0; episode < Episodes; episode++)
        {
            StepOutcome outcome = default;
            for (int move = 0; !outcome.IsEnd && move <= limit; move++) outcome = player.Move();
            if (!outcome.IsEnd) return;
            if (!(outcome.Terminated && outcome.Truncated)) continue;
            subject.Fault("An episode ended as terminated and as truncated; expected one of the two.");
            return;
        }
    }

    private static void LongestEpisode(CheckedSubject subject)
    {
        int? longest = subject.Create().LongestEpisode;
        RandomPlayer player = subject.Play();
        for (int episode = 0; episode < Episodes; episode++)
        {
            int? steps = player.TryFinishEpisode(longest ?? EpisodeLimit);
            if (steps >= 1) continue;
            if (longest is not null) subject.Fault($"An episode lasted longer than the {longest} agent steps of LongestEpisode.");
            else subject.Remark($"An episode did not end within {EpisodeLimit} agent steps.");
            return;
        }
    }

    private static void SameSeed(CheckedSubject subject)
    {
        (List<StepRecord> first, List<StepRecord> second) = (subject.Play().Record(Moves), subject.Play().Record(Moves));
        int apart = FirstDifference(first, second);
        if (apart >= 0)
            subject.Fault($"Two instances of one seed differed at agent step {apart}; expected all chance to come from the generator.");
    }

    private static void OtherSeed(CheckedSubject subject)
    {
        if (FirstDifference(subject.Play(seed: 1).Record(Moves), subject.Play(seed: 3).Record(Moves)) < 0)
            subject.Remark($"Two seeds gave the same {Moves} agent steps: the environment has no chance, or ignores its generator.");
    }

    /// <summary>
    /// The runtime itself allocates on the thread that runs, once, when it compiles something late; that happens in one series at most.
    /// An environment that allocates does it in every series.
    /// </summary>
    private static void NoGarbage(CheckedSubject subject)
    {
        RandomPlayer player = subject.Play();
        for (int move = 0; move < Moves; move++) player.Move();
        long least = long.MaxValue;
        for (int series = 0; series < Series && least > 0; series++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int move = 0; move < 10 * Moves; move++) player.Move();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        if (least > 0) subject.Fault($"{10 * Moves} agent steps allocated {least} bytes; expected 0.");
    }

    private static int FirstDifference(List<StepRecord> first, List<StepRecord> second)
    {
        for (int move = 0; move < first.Count; move++)
        {
            if (first[move] != second[move]) return move;
        }

        return -1;
    }

    private static void Fill(Observation observation, byte pixel, float value)
    {
        observation.Pixels.Fill(pixel);
        observation.Values.Fill(value);
    }
}
