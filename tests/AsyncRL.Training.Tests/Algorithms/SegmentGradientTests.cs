using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Compares the gradient that a segment applies with plain loops in double.</summary>
public class SegmentGradientTests
{
    [Fact]
    public void Gradients_are_those_of_algorithm_s3_wherever_segments_end() => PropertyCheck.ForAllSeeds("segment", 100, seed =>
    {
        var generator = new RandomGenerator(seed);
        A3COptions options = DrawOptions(generator);
        var task = new ScriptedTask(ScriptedTask.DrawScript(generator));
        var bench = new LearnerBench(task, options, seed);
        for (int segment = 0; segment < 8; segment++) AssertNextSegment(bench, task, options);
    });

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_return_starts_from_zero_at_a_terminal_state_and_from_the_value_elsewhere(bool terminated, bool truncated)
    {
        var options = new A3COptions { TMax = 3 };
        var task = new ScriptedTask(new(1, false, false), new(0, false, false), new(-1, terminated, truncated));
        AssertNextSegment(new LearnerBench(task, options), task, options);
    }

    /// <summary>If a time limit were treated as a terminal state, the gradients would be the same.</summary>
    [Fact]
    public void Truncated_is_not_terminated()
    {
        float[][] gradients = Array.ConvertAll(new[] { true, false }, terminated =>
        {
            var bench = new LearnerBench(new ScriptedTask(new StepOutcome(1, terminated, !terminated)), new A3COptions());
            bench.RunSegment();
            return bench.Gradient;
        });
        Bits.AssertDiffer(gradients[0], gradients[1], "the gradients at a terminal state and at a time limit");
    }

    [Fact]
    public void Rewards_are_clipped_in_training()
    {
        var options = new A3COptions { TMax = 3, RewardClip = 1 };
        var task = new ScriptedTask(new(50, false, false), new(-50, false, false), new(0.25f, true, false));
        var bench = new LearnerBench(task, options);
        AssertNextSegment(bench, task, options);
        var clipped = new LearnerBench(new ScriptedTask(new(1, false, false), new(-1, false, false), new(0.25f, true, false)), options);
        clipped.RunSegment();
        Bits.AssertSame(clipped.Gradient, bench.Gradient, "the gradient");
        Assert.Equal(0.25, bench.Actor.EpisodeReturn);
    }

    /// <summary>
    /// With γ = 0 and without entropy term, the agent steps of a segment are independent: the gradient of three agent steps is the sum, not
    /// the mean, of three gradients of one.
    /// </summary>
    [Fact]
    public void Gradients_are_summed_over_the_segment()
    {
        var script = new StepOutcome(1, false, false);
        var options = new A3COptions { TMax = 3, Discount = 0 };
        var task = new ScriptedTask(script);
        var bench = new LearnerBench(task, options);
        float[] theta = bench.Theta;
        bench.RunSegment();
        var sum = new ReferenceSegment(bench.Structure.Layout, theta, options);
        for (int i = 0; i < 3; i++) sum.Accumulate([bench.Environment.Seen[i]], [bench.Environment.Taken[i]], [script]);
        AssertClose(sum.Gradient, bench.Gradient);
    }

    /// <summary>η is that at T after the segment itself.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_linear_entropy_weight_falls_to_zero_at_the_last_agent_step(double passed)
    {
        const int Steps = 3;
        const double Weight = 0.25;
        var script = new StepOutcome(1, false, false);
        var falling = new A3COptions { TMax = Steps, EntropyWeight = Weight, EntropyWeightSchedule = "linear" };
        var bench = new LearnerBench(new ScriptedTask(script), falling);
        bench.Shared.AddAgentSteps((int)(passed * LearnerBench.LastAgentStep) - Steps);
        bench.RunSegment();
        var constant = new A3COptions { TMax = Steps, EntropyWeight = Weight * (1 - passed) };
        var other = new LearnerBench(new ScriptedTask(script), constant);
        other.RunSegment();
        Bits.AssertSame(other.Gradient, bench.Gradient, "the gradient");
    }

    [Fact]
    public void Updates_by_others_during_the_segment_do_not_change_its_gradient()
    {
        var options = new A3COptions { TMax = 4 };
        StepOutcome[] script = [new(1, false, false), new(-1, false, false), new(1, false, false)];
        var alone = new LearnerBench(new ScriptedTask(script), options);
        alone.RunSegment();

        LearnerBench? disturbed = null;
        var task = new ScriptedTask(script) { DuringStep = _ => DisturbTheta(disturbed!) };
        disturbed = new LearnerBench(task, options);
        float[] before = disturbed.Theta;
        disturbed.RunSegment();

        Assert.Equal(alone.Environment.Taken, disturbed.Environment.Taken);
        Bits.AssertSame(alone.Gradient, disturbed.Gradient, "the gradient");
        Bits.AssertDiffer(before, disturbed.Theta, "theta");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 2)]
    [InlineData(3, 2)]
    public void Staleness_counts_updates_by_others_between_snapshot_and_apply(int duringSteps, int beforeApply)
    {
        LearnerBench? bench = null;
        var task = new ScriptedTask(new StepOutcome(0, false, false))
        {
            DuringStep = step =>
            {
                if (step < duringSteps) DisturbTheta(bench!);
            },
        };
        bench = new LearnerBench(task, new A3COptions { TMax = 4 });
        for (int i = 0; i < 6; i++) DisturbTheta(bench);
        bench.Algorithm.Compute();
        for (int i = 0; i < beforeApply; i++) DisturbTheta(bench);
        bench.Algorithm.Apply();
        Assert.Equal(duringSteps + beforeApply, bench.Statistics.Read().Staleness);
        Assert.Equal(duringSteps + beforeApply, bench.Statistics.Read().LargestStaleness);
        bench.RunSegment();
        Assert.Equal(duringSteps + beforeApply, bench.Statistics.Read().Staleness);
    }

    /// <summary>
    /// The fused update's snapshot is taken in its sweep: updates by others before the next segment begins make it stale.
    /// </summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    public void Updates_between_two_segments_make_a_fused_snapshot_stale_and_not_a_plain_one(bool fusesUpdate, int expected)
    {
        var bench = new LearnerBench(
            new ScriptedTask(new StepOutcome(0, false, false)),
            new A3C(),
            new A3COptions { TMax = 4 },
            Structures.Perceptron(ScriptedTask.ObservationSize, 16, ScriptedTask.ActionCount),
            fusesUpdate: fusesUpdate);
        bench.RunSegment();
        DisturbTheta(bench);
        DisturbTheta(bench);
        bench.RunSegment();
        Assert.Equal(expected, bench.Statistics.Read().Staleness);
        bench.RunSegment();
        Assert.Equal(expected, bench.Statistics.Read().Staleness);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refused_gradient_leaves_theta_its_statistics_and_the_update_count_alone(bool fusesUpdate)
    {
        var task = new ScriptedTask(new(1, false, false), new(1, false, false), new(float.MaxValue, true, false));
        var bench = new LearnerBench(
            task,
            new A3C(),
            new A3COptions { TMax = 2 },
            Structures.Perceptron(ScriptedTask.ObservationSize, 16, ScriptedTask.ActionCount),
            fusesUpdate: fusesUpdate);
        bench.RunSegment();
        (float[] theta, float[] own) = (bench.Theta, bench.Gradient);
        bench.Algorithm.Compute();
        Assert.Throws<NonFiniteGradientException>(bench.Algorithm.Apply);
        Bits.AssertSame(theta, bench.Theta, "theta");
        Bits.AssertSame(own, bench.Gradient, "the momentum");
        Assert.Equal((1, 1), (bench.Shared.Updates, bench.Statistics.Read().Updates));
    }

    private static void DisturbTheta(LearnerBench bench)
    {
        var gradient = new float[bench.Shared.Length];
        Array.Fill(gradient, 0.5f);
        bench.Shared.Apply(new MomentumRule(1, 0), gradient);
    }

    /// <summary>
    /// Runs a segment and compares its gradient and the resulting θ with those that follow from the environment's records.
    /// </summary>
    private static void AssertNextSegment(LearnerBench bench, ScriptedTask task, A3COptions options)
    {
        float[] theta = bench.Theta;
        int first = bench.Environment.Steps;
        int steps = bench.RunSegment();
        var outcomes = new StepOutcome[steps];
        for (int i = 0; i < steps; i++) outcomes[i] = task.Outcomes[(first + i) % task.Outcomes.Count];
        Assert.True(outcomes[^1].IsEnd || steps == options.TMax, $"A segment of {steps} ended early.");

        var reference = new ReferenceSegment(bench.Structure.Layout, theta, options);
        reference.Accumulate(bench.Environment.Seen.GetRange(first, steps), bench.Environment.Taken.GetRange(first, steps), outcomes);
        AssertClose(reference.Gradient, bench.Gradient);

        // The step is η times the compared gradient, computed in float with three roundings.
        (float[] moved, float[] gradient) = (bench.Theta, bench.Gradient);
        for (int i = 0; i < moved.Length; i++)
        {
            double step = LearnerBench.DefaultLearningRate * gradient[i];
            Assert.Equal(theta[i] - step, moved[i], Math.Pow(2, -24) * ((3 * Math.Abs(step)) + Math.Abs(theta[i])));
        }
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        double largest = 1e-3;
        foreach (double component in expected) largest = Math.Max(largest, Math.Abs(component));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-5 * largest, $"Component {i} is {actual[i]:R}; expected {expected[i]:R}.");
    }

    private static A3COptions DrawOptions(RandomGenerator generator) => new()
    {
        TMax = 1 + generator.NextInteger(20),
        Discount = generator.NextDouble(),
        EntropyWeight = generator.NextDouble(),
        ValueGradientScale = 2 * generator.NextDouble(),
        RewardClip = generator.NextInteger(2) * generator.NextDouble(),
    };
}
