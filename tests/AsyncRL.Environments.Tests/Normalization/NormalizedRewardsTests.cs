using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Normalization;

namespace AsyncRL.Environments.Tests.Normalization;

/// <summary>Rewards over the deviation of discounted returns.</summary>
public class NormalizedRewardsTests
{
    private const int EpisodeLength = 60;
    private const double Discount = 0.9;

    [Fact]
    public void An_outcome_pays_raw_what_it_pays_unless_it_is_scaled()
    {
        var outcome = new StepOutcome(4, false, false);
        StepOutcome scaled = outcome with { Reward = 0.5f };
        Assert.Equal((4, 4), (outcome.Reward, outcome.RawReward));
        Assert.Equal((0.5f, 4), (scaled.Reward, scaled.RawReward));
        Assert.Equal(0, default(StepOutcome).RawReward);
    }

    [Fact]
    public void Rewards_are_divided_by_the_deviation_of_the_discounted_returns_before_the_episode()
    {
        var environment = new NormalizedRewards(new NoisyVectors(1, EpisodeLength), new SharedMoments(1, 1), 0, Discount, learns: true);
        var seen = new Observation(environment.Observation);
        var returns = new List<float[]>();
        for (int episode = 0; episode < 10; episode++)
        {
            double deviation = returns.Count < NormalizedRewards.FewestSeen ? 1 : Math.Sqrt(TwoPass.MomentsOf(returns, 0).Variance + 1e-8);
            double discounted = 0;
            environment.Reset(seen);
            for (int step = 1; step <= EpisodeLength; step++)
            {
                StepOutcome outcome = environment.Step(0, seen);
                Assert.Equal(Math.Clamp(outcome.RawReward / deviation, -10, 10), outcome.Reward, 1e-5);
                Assert.Equal(step == EpisodeLength, outcome.Terminated);
                discounted = (Discount * discounted) + outcome.RawReward;
                returns.Add([(float)discounted]);
            }
        }
    }

    [Fact]
    public void The_raw_reward_is_the_inner_environments()
    {
        var inner = new NoisyVectors(1, EpisodeLength);
        var moments = new SharedMoments(1, 1);
        for (int i = 0; i < 200; i++) moments.Add(0, [i]);
        var environment = new NormalizedRewards(new NoisyVectors(1, EpisodeLength), moments, 0, Discount, learns: true);
        var seen = new Observation(inner.Observation);
        inner.Reset(seen);
        environment.Reset(seen);
        for (int step = 0; step < EpisodeLength; step++)
        {
            StepOutcome outcome = environment.Step(0, seen);
            Assert.Equal(inner.Step(0, seen).Reward, outcome.RawReward);
            Assert.NotEqual(outcome.RawReward, outcome.Reward);
        }
    }

    [Fact]
    public void A_reward_far_beyond_the_deviation_is_clipped()
    {
        var moments = new SharedMoments(1, 1);
        for (int i = 0; i < 200; i++) moments.Add(0, [0.01f * (i % 2)]);
        var environment = new NormalizedRewards(new NoisyVectors(1, EpisodeLength), moments, 0, Discount, learns: false);
        var seen = new Observation(environment.Observation);
        environment.Reset(seen);
        StepOutcome outcome = environment.Step(0, seen);
        Assert.Equal(MathF.CopySign(10, outcome.RawReward), outcome.Reward);
    }

    [Fact]
    public void No_mean_is_subtracted()
    {
        var moments = new SharedMoments(1, 1);
        for (int i = 0; i < 200; i++) moments.Add(0, [1000 + (i % 2)]);
        var inner = new NoisyVectors(1, EpisodeLength, rewardMean: 2, rewardDeviation: 0);
        var environment = new NormalizedRewards(inner, moments, 0, Discount, learns: false);
        var seen = new Observation(environment.Observation);
        environment.Reset(seen);
        Assert.Equal(4, environment.Step(0, seen).Reward, 1e-5);
    }

    [Fact]
    public void An_actor_that_does_not_learn_adds_nothing()
    {
        var moments = new SharedMoments(2, 1);
        var learner = new NormalizedRewards(new NoisyVectors(1, EpisodeLength), moments, slot: 0, Discount, learns: true);
        var watcher = new NormalizedRewards(new NoisyVectors(1, EpisodeLength), moments, slot: 1, Discount, learns: false);
        new RandomPlayer(learner, seed: 2).Record(1 + EpisodeLength);
        new RandomPlayer(watcher, seed: 2).Record(200);
        var collected = new RunningMoments(1);
        moments.Collect(collected);
        Assert.Equal(EpisodeLength, collected.Count);
    }

    [Fact]
    public void A_saved_state_continues_in_another_instance_bit_by_bit()
    {
        var original = new NormalizedRewards(new NoisyVectors(1, EpisodeLength), new SharedMoments(1, 1), 0, Discount, learns: true);
        new RandomPlayer(original, seed: 2).Record(250);
        byte[] state = StateBytes.Of(original);
        var restored = new NormalizedRewards(new NoisyVectors(3, EpisodeLength), new SharedMoments(1, 1), 0, Discount, learns: true);
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
        var player = new RandomPlayer(new NormalizedRewards(inner, new SharedMoments(2, 1), 0, Discount, learns), seed: 2);
        for (int move = 0; move < 300; move++) player.Move();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int move = 0; move < 3000; move++) player.Move();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_discount_out_of_range_is_refused(double discount) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new NormalizedRewards(new NoisyVectors(1, EpisodeLength), new SharedMoments(1, 1), 0, discount, learns: true));

    [Fact]
    public void Moments_of_vectors_are_refused() =>
        Assert.Throws<ArgumentException>(
            () => new NormalizedRewards(new NoisyVectors(1, EpisodeLength), new SharedMoments(1, 2), 0, Discount, learns: true));
}
