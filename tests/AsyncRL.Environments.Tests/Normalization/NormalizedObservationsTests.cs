using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Normalization;

namespace AsyncRL.Environments.Tests.Normalization;

/// <summary>Observations normalized with the moments of all observations before the episode.</summary>
public class NormalizedObservationsTests
{
    private const int EpisodeLength = 60;

    [Fact]
    public void Observations_are_shown_as_they_are_but_clipped_until_100_were_seen()
    {
        var inner = new NoisyVectors(1, EpisodeLength);
        var environment = new NormalizedObservations(inner, new SharedMoments(1, 2), slot: 0, learns: true);
        var seen = new Observation(environment.Observation);
        for (int episode = 0; episode < 2; episode++)
        {
            foreach (float[] shown in Play(environment, inner, seen))
                Assert.Equal([shown[0], 10], seen.Values.ToArray());
        }

        environment.Reset(seen);
        Assert.NotEqual(inner.Shown[^1][0], seen.Values[0]);
        Assert.InRange(seen.Values[1], -5, 5);
    }

    [Fact]
    public void An_episode_is_seen_through_the_moments_of_all_that_was_seen_before_it()
    {
        var inner = new NoisyVectors(1, EpisodeLength);
        var environment = new NormalizedObservations(inner, new SharedMoments(1, 2), slot: 0, learns: true);
        var seen = new Observation(environment.Observation);
        for (int episode = 0; episode < 10; episode++)
        {
            int before = inner.Shown.Count;
            foreach (float[] shown in Play(environment, inner, seen))
            {
                for (int component = 0; component < 2 && before >= NormalizedObservations.FewestSeen; component++)
                {
                    (double mean, double variance) = TwoPass.MomentsOf(inner.Shown, component, before);
                    double expected = Math.Clamp((shown[component] - mean) / Math.Sqrt(variance + 1e-8), -10, 10);
                    Assert.Equal(expected, seen.Values[component], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void A_number_far_from_the_mean_is_clipped_and_one_that_never_changes_becomes_0()
    {
        var moments = new SharedMoments(1, 2);
        for (int i = 0; i < 200; i++) moments.Add(0, [0, i % 2 == 0 ? -1 : 1]);
        var inner = new NoisyVectors(1, EpisodeLength);
        var environment = new NormalizedObservations(inner, moments, slot: 0, learns: false);
        var seen = new Observation(environment.Observation);
        environment.Reset(seen);
        Assert.Equal(MathF.CopySign(10, inner.Shown[0][0]), seen.Values[0]);
        Assert.Equal(10, seen.Values[1]);

        var constant = new SharedMoments(1, 2);
        for (int i = 0; i < 200; i++) constant.Add(0, inner.Shown[0]);
        var again = new NormalizedObservations(new NoisyVectors(1, EpisodeLength), constant, slot: 0, learns: false);
        again.Reset(seen);
        Assert.Equal([0, 0], seen.Values.ToArray());
    }

    [Fact]
    public void An_actor_that_does_not_learn_uses_the_moments_of_others_and_adds_nothing()
    {
        var moments = new SharedMoments(2, 2);
        var learner = new NormalizedObservations(new NoisyVectors(1, EpisodeLength), moments, slot: 0, learns: true);
        new RandomPlayer(learner, seed: 2).Record(500);
        RunningMoments before = Collect(moments);

        var inner = new NoisyVectors(3, EpisodeLength);
        var watcher = new NormalizedObservations(inner, moments, slot: 1, learns: false);
        var seen = new Observation(watcher.Observation);
        watcher.Reset(seen);
        Assert.Equal((inner.Shown[0][1] - before.MeanOf(1)) / Math.Sqrt(before.VarianceOf(1) + 1e-8), seen.Values[1], 1e-5);
        new RandomPlayer(watcher, seed: 4).Record(500);
        Assert.Equal(500, before.Count);
        Assert.Equal(500, Collect(moments).Count);
    }

    [Fact]
    public void A_saved_state_continues_in_another_instance_bit_by_bit()
    {
        var original = new NormalizedObservations(new NoisyVectors(1, EpisodeLength), new SharedMoments(1, 2), slot: 0, learns: true);
        new RandomPlayer(original, seed: 2).Record(250);
        byte[] state = StateBytes.Of(original);
        var restored = new NormalizedObservations(new NoisyVectors(3, EpisodeLength), new SharedMoments(1, 2), slot: 0, learns: true);
        new RandomPlayer(restored, seed: 4).Record(10);
        StateBytes.Restore(restored, state);

        Assert.Equal(state, StateBytes.Of(restored));
        List<StepRecord> expected = new RandomPlayer(original, seed: 5).TakeOver().Record(200);
        Assert.Equal(expected, new RandomPlayer(restored, seed: 5).TakeOver().Record(200));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Running_allocates_nothing(bool learns)
    {
        var inner = new NoisyVectors(1, EpisodeLength) { Keeps = false };
        var player = new RandomPlayer(new NormalizedObservations(inner, new SharedMoments(2, 2), slot: 0, learns), seed: 2);
        for (int move = 0; move < 300; move++) player.Move();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int move = 0; move < 3000; move++) player.Move();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var moments = new SharedMoments(1, 2);
        var images = new NoisyFrames(ObservationSpecification.Pixels(1, 2, 1), seed: 1, EpisodeLength);
        Assert.Throws<ArgumentException>(() => new NormalizedObservations(images, moments, 0, true));
        Assert.Throws<ArgumentException>(() => new NormalizedObservations(new NoisyVectors(1, 5), new SharedMoments(1, 3), 0, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalizedObservations(new NoisyVectors(1, 5), moments, 1, true));
    }

    /// <summary>Plays an episode. After each agent step it returns the observation of the inner environment.</summary>
    private static IEnumerable<float[]> Play(NormalizedObservations environment, NoisyVectors inner, Observation seen)
    {
        environment.Reset(seen);
        yield return inner.Shown[^1];
        for (int step = 0; step < EpisodeLength; step++)
        {
            environment.Step(0, seen);
            yield return inner.Shown[^1];
        }
    }

    private static RunningMoments Collect(SharedMoments moments)
    {
        var collected = new RunningMoments(moments.Size);
        moments.Collect(collected);
        return collected;
    }
}
