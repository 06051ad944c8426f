using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// The rules of the carried state, each held by a reference that keeps a state of its own: every segment's gradient must be the one of the
/// loss over its rows alone, from the state that the episode's earlier observations, each seen once, have left. θ stands still.
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
    /// The value of the observation after a segment needs a forward pass, and the same observation comes again: it counts once.
    /// </summary>
    [Fact]
    public void What_the_bootstrap_did_to_the_state_is_forgotten() =>
        AssertFollowsReference(segments: 8, Go, Pay, Go, Go, Go, Pay, Go, Cut);

    /// <summary>A reference that forgets after each segment must disagree: otherwise the tests above would test nothing.</summary>
    [Fact]
    public void A_reference_without_a_carried_state_disagrees()
    {
        var disagreement = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Follow(4, ForgetAfterSegments, Go, Pay, Go, Go, Pay));
        Assert.Contains("segment 1", disagreement.Message, StringComparison.Ordinal);
    }

    /// <summary>One that sees the observation after a segment twice must disagree, too.</summary>
    [Fact]
    public void A_reference_that_sees_the_bootstrap_twice_disagrees()
    {
        var disagreement = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Follow(4, (a, steps) => a.CarryState(steps + 1), Go, Pay, Go));
        Assert.Contains("segment 1", disagreement.Message, StringComparison.Ordinal);
    }

    private static void AssertFollowsReference(int segments, params StepOutcome[] outcomes) =>
        Follow(segments, (activations, steps) => activations.CarryState(steps), outcomes);

    private static void ForgetAfterSegments(Activations<double> activations, int steps) => activations.ClearState();

    private static void Follow(int segments, Action<Activations<double>, int> carry, params StepOutcome[] outcomes)
    {
        NetworkStructure structure = Structures.ActorCritic(
            Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, new FullyConnected(5), new LongShortTermMemory(4));
        var options = new AdvantageActorCriticOptions { TMax = TMax, EntropyWeight = 0.1 };
        var bench = new LearnerBench(
            new ScriptedTask(outcomes), AlgorithmDescription.Find("a3c")!, options, structure, learningRate: 0);
        var reference = new RecurrentReference(structure, bench.Theta, options);
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

    /// <summary>The gradient of a segment in double, by a state of its own.</summary>
    private sealed class RecurrentReference
    {
        private readonly Network<double> _network;
        private readonly Activations<double> _activations;
        private readonly ActorCriticLoss<double> _loss = new(ScriptedTask.ActionCount, 0.1, 0.5);
        private readonly AlignedBlock<double> _theta;
        private readonly double _discount;

        internal RecurrentReference(NetworkStructure structure, float[] theta, AdvantageActorCriticOptions options)
        {
            _network = NetworkFactory.Double(structure);
            _activations = new Activations<double>(structure, TMax + 2);
            _theta = new AlignedBlock<double>(theta.Length);
            for (int i = 0; i < theta.Length; i++) _theta.Span[i] = theta[i];
            _discount = options.Discount;
        }

        internal double[] Gradient(
            ScriptedEnvironment environment, int first, int steps, StepOutcome[] outcomes, Action<Activations<double>, int> carry)
        {
            if (first == 0 || outcomes[(first - 1) % outcomes.Length].IsEnd) _activations.ClearState();
            for (int row = 0; row < steps; row++) Show(environment.Seen[first + row].Before, row);
            for (int row = steps; row <= steps + 1 && row < _activations.Rows; row++) Show(environment.Seen[first + steps - 1].After, row);
            _network.Forward(_theta.Span, _activations, 0, steps + 1);
            double returns = outcomes[(first + steps - 1) % outcomes.Length].Terminated ? 0 : _activations.Output(1, steps)[0];
            _loss.Clear();
            for (int i = steps - 1; i >= 0; i--)
            {
                returns = outcomes[(first + i) % outcomes.Length].Reward + (_discount * returns);
                double value = _activations.Output(1, i)[0];
                int action = environment.Taken[first + i];
                _loss.AddPolicyStep(_activations.Output(0, i), action, returns - value, _activations.OutputGradient(0, i));
                _loss.AddValueStep(value, returns, _activations.OutputGradient(1, i));
            }

            var gradient = new double[_theta.Length];
            _network.Backward(_theta.Span, _activations, steps, gradient);
            carry(_activations, steps);
            return gradient;
        }

        private void Show(float[] observation, int row)
        {
            for (int i = 0; i < observation.Length; i++) _activations.Input(row)[i] = observation[i];
        }
    }
}
