using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public class ReproducibilityTests
{
    [Theory]
    [InlineData("shared-rmsprop")]
    [InlineData("rmsprop")]
    [InlineData("momentum-sgd")]
    public void With_one_thread_two_runs_leave_the_same_theta_bit_for_bit(string optimizer)
    {
        TrainingRequest request = Requests.Small(2000, ("optimizer", optimizer));
        Bits.AssertSame(Train(request).Theta, Train(request).Theta, optimizer);
    }

    [Fact]
    public void Another_seed_leaves_another_theta()
    {
        TrainingRequest request = Requests.Small();
        Bits.AssertDiffer(Train(request).Theta, Train(request with { Seed = 8 }).Theta, "theta of two seeds");
    }

    [Fact]
    public void With_one_thread_and_plain_updates_the_sharing_mode_leave_the_same_theta()
    {
        TrainingRequest request = Requests.Small(2000, ("update", "plain"));
        float[] expected = Train(request with { Sharing = "hogwild" }).Theta;
        foreach (string sharing in SharingMode.Names)
            Bits.AssertSame(expected, Train(request with { Sharing = sharing }).Theta, sharing);
    }

    [Theory]
    [InlineData("a3c", "mlp", "momentum-sgd")]
    [InlineData("a3c", "mlp-lstm", "shared-adam")]
    [InlineData("n-step-q", "mlp-2", "shared-rmsprop")]
    [InlineData("one-step-sarsa", "mlp-lstm", "momentum-sgd")]
    [InlineData("one-step-q", "mlp", "adam")]
    public void Fused_updates_leave_the_theta_of_plain_ones_bit_for_bit_where_no_root_is_estimated(
        string algorithm, string network, string optimizer)
    {
        TrainingRequest plain = Requests.Small(
            2000, ("update", "plain"), ("optimizer", optimizer), ("clip-norm", "0"), ("reciprocal-root", "exact")) with
        {
            Algorithm = algorithm,
            Network = network,
        };
        var fused = new Dictionary<string, string>(plain.Assignments) { ["update"] = "fused" };
        Bits.AssertSame(Train(plain).Theta, Train(plain with { Assignments = fused }).Theta, "theta");
    }

    [Fact]
    public void Fused_updates_are_the_default() => Assert.True(Requests.Small().For(new WalkTask()).FusesUpdate);

    [Fact]
    public void Training_moves_theta_from_where_the_initializer_put_it()
    {
        TrainingRequest request = Requests.Small();
        Bits.AssertDiffer(Train(request with { AgentSteps = 1 }).Theta, Train(request).Theta, "theta before and after training");
    }

    [Fact]
    public void Each_thread_has_an_environment_and_a_generator_of_its_own()
    {
        var firstRewards = new SortedSet<float>();
        var task = new WalkTask
        {
            Alter = (step, outcome) =>
            {
                lock (firstRewards) firstRewards.Add(outcome.Reward);
                return outcome;
            },
        };
        TrainingConfiguration configuration = (Requests.Small(1) with { Threads = 4 }).For(task);
        int probes = task.Instances;
        TrainingResult result = Trainer.Train(configuration);
        Assert.Equal(4, task.Instances - probes);
        Assert.Equal(result.AgentSteps, firstRewards.Count);
    }

    [Fact]
    public void T_passes_its_last_value_by_less_than_a_segment_per_thread()
    {
        TrainingResult result = Train(Requests.Small(501) with { Threads = 3 });
        Assert.InRange(result.AgentSteps, 501, 501 + (3 * 5) - 1);
        Assert.False(result.Interrupted);
    }

    private static TrainingResult Train(TrainingRequest request) => Trainer.Train(request.For(new WalkTask()));
}
