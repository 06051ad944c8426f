using AsyncRL.Algorithms;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// The rules of the carried state, checked by a reference that keeps its own state. Every segment's gradient must be that of the loss over
/// its rows only, from the state after the episode's earlier observations, each processed once. θ is constant.
/// </summary>
public class RecurrentSegmentTests
{
    private const int TMax = 3;

    private static readonly StepOutcome Go = new(1, Terminated: false, Truncated: false);
    private static readonly StepOutcome Pay = new(-0.5f, Terminated: false, Truncated: false);
    private static readonly StepOutcome End = new(1, Terminated: true, Truncated: false);
    private static readonly StepOutcome Cut = new(1, Terminated: false, Truncated: true);

    [Fact]
    public void The_state_is_carried_from_segment_to_segment_of_an_episode() => AssertFollowsReference(segments: 4, Go, Pay, Go, Go, Pay);

    [Fact]
    public void The_state_is_zero_at_the_start_of_an_episode() => AssertFollowsReference(segments: 6, Go, Pay, Go, Go, End);

    /// <summary>
    /// The value of the observation after a segment needs a forward pass, and the next segment processes the same observation again. It may
    /// change the state only once.
    /// </summary>
    [Fact]
    public void What_the_bootstrap_did_to_the_state_is_forgotten() =>
        AssertFollowsReference(segments: 8, Go, Pay, Go, Go, Go, Pay, Go, Cut);

    /// <summary>
    /// A reference that resets its state after each segment must disagree, because otherwise the tests above would test nothing.
    /// </summary>
    [Fact]
    public void A_reference_without_a_carried_state_disagrees()
    {
        var disagreement = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Follow(4, ForgetAfterSegments, Go, Pay, Go, Go, Pay));
        Assert.Contains("segment 1", disagreement.Message, StringComparison.Ordinal);
    }

    /// <summary>A reference that processes the observation after a segment twice must disagree, too.</summary>
    [Fact]
    public void A_reference_that_sees_the_bootstrap_twice_disagrees()
    {
        var disagreement = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Follow(4, (a, steps) => a.CarryState(steps + 1), Go, Pay, Go));
        Assert.Contains("segment 1", disagreement.Message, StringComparison.Ordinal);
    }

    private static void AssertFollowsReference(int segments, params StepOutcome[] outcomes) =>
        Follow(segments, (activations, steps) => activations.CarryState(steps), outcomes);

    private static void ForgetAfterSegments(Activations<double> activations, int steps) => activations.ClearState();

    /// <summary>λ below 1 changes the advantage, and, by default, also the critic's target.</summary>
    [Theory]
    [InlineData(0.7, "lambda-return")]
    [InlineData(0.7, "n-step")]
    [InlineData(0.0, "lambda-return")]
    public void Generalized_advantages_and_the_critics_target_are_those_asked_for(double lambda, string criticTarget)
    {
        var options = new A3COptions { TMax = TMax, EntropyWeight = 0.1, Lambda = lambda, CriticTarget = criticTarget };
        Follow(options, 8, (activations, steps) => activations.CarryState(steps), Go, Pay, Go, Go, Cut, Go, Pay, End);
    }

    private static void Follow(int segments, Action<Activations<double>, int> carry, params StepOutcome[] outcomes) =>
        Follow(new A3COptions { TMax = TMax, EntropyWeight = 0.1 }, segments, carry, outcomes);

    private static void Follow(
        A3COptions options, int segments, Action<Activations<double>, int> carry, params StepOutcome[] outcomes)
    {
        NetworkStructure structure = Structures.ActorCritic(
            Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, new FullyConnected(5), new LongShortTermMemory(4));
        var bench = new LearnerBench(
            new ScriptedTask(outcomes), new A3C(), options, structure, learningRate: 0);
        var reference = new ReferenceActorCritic(structure, bench.Theta, options);
        int first = 0;
        for (int segment = 0; segment < segments; segment++)
        {
            int steps = bench.RunSegment();
            double[] expected = reference.Gradient(bench.Environment, first, steps, outcomes, carry);
            first += steps;
            for (int i = 0; i < expected.Length; i++)
            {
                double bound = 1e-4 * Math.Max(1, Math.Abs(expected[i]));
                if (!(Math.Abs(expected[i] - bench.Gradient[i]) <= bound))
                    Assert.Fail($"segment {segment}: derivative {i} is {bench.Gradient[i]:R}; expected {expected[i]:R}.");
            }
        }
    }
}
