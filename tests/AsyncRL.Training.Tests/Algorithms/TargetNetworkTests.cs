using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Parameters;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>One thread's copy of θ⁻.</summary>
public class TargetNetworkTests
{
    private const int Steps = 23;

    /// <summary>
    /// A thread that begins while another thread installs the first θ⁻ has no older one: it must wait and not learn from a network of
    /// zeros. If it did not wait, it would finish long before the installation continues.
    /// </summary>
    [Fact]
    public void A_thread_that_has_no_target_yet_waits_for_a_running_installation()
    {
        ActionValueOptions options = ValueBench.WithLength("n-step-q", 1);
        NetworkStructure structure = ValueBench.Network(options);
        float[] theta = Structures.Draw(structure, new RandomGenerator(4));
        var sharing = new InterruptedCopy();
        var shared = new SharedParameters(structure.Layout, sharing);
        shared.Restore(theta, 0, 0);
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        var activations = new Activations<float>(structure, 2);
        activations.Input(1).Fill(0.5f);

        var target = new TargetNetwork(network, shared.Target(TargetCopy.Name), tMax: 1);
        var beginner = new Thread(target.Refresh) { IsBackground = true };
        sharing.Interruption = () =>
        {
            beginner.Start();
            beginner.Join(TimeSpan.FromMilliseconds(200));
        };
        shared.Target(TargetCopy.Name).Install();
        Assert.True(beginner.Join(Infrastructure.Threads.Forever));

        target.Evaluate(activations, 1, 1);
        network.Forward(theta, activations, 1, 1);
        Bits.AssertSame(activations.Output(0, 1), target.Activations.Output(0, 1), "Q of the target network");
    }

    /// <summary>
    /// When a network with memory evaluates a state, it has processed the whole episode, with θ⁻ as well as with θ′. Therefore the errors
    /// of segments of 5 are those of one pass over each episode. The first episode terminates, the second is truncated. η and ε are 0.
    /// </summary>
    [Theory]
    [InlineData("one-step-q")]
    [InlineData("one-step-sarsa")]
    [InlineData("n-step-q")]
    public void A_target_network_with_memory_remembers_the_episode(string algorithm)
    {
        var script = new StepOutcome[Steps];
        for (int i = 0; i < Steps; i++) script[i] = new StepOutcome(1 - (0.1f * i), Terminated: i == 11, Truncated: i == Steps - 1);
        ActionValueOptions options =
            ValueBench.WithLength(algorithm, 5) with { FinalExploration = "0", ExplorationFrames = 0 };
        NetworkStructure structure = Structures.ActionValues(
            Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, dueling: false, new LongShortTermMemory(4));
        var bench = new LearnerBench(
            new ScriptedTask(script), Parts<Algorithm>.Find(algorithm)!, options, structure, seed: 6, learningRate: 0);
        float[] thetaMinus = Structures.Draw(structure, new RandomGenerator(7));
        bench.Shared.RestoreTarget(thetaMinus);

        int episode = 0;
        while (bench.Environment.Steps < Steps)
        {
            int first = bench.Environment.Steps;
            double before = bench.Statistics.SumOf("value_loss");
            int end = first + bench.RunSegment();
            (float[][] online, float[][] target) = (Values(bench, bench.Theta, episode, end), Values(bench, thetaMinus, episode, end));
            for (int i = first; i < end; i++) Assert.Equal(Best(online[i - episode]), bench.Environment.Taken[i]);
            double expected = Loss(options, script[first..end], online[(first - episode)..], target[(first - episode)..]);
            Assert.Equal(expected, bench.Statistics.SumOf("value_loss") - before, 1e-4);
            if (script[end - 1].IsEnd) episode = end;
        }
    }

    /// <summary>Q(s, ·) of all states of an episode so far, including the last one, by one pass from its start.</summary>
    private static float[][] Values(LearnerBench bench, float[] parameters, int episode, int end)
    {
        var activations = new Activations<float>(bench.Structure, end - episode + 1);
        for (int i = episode; i < end; i++) bench.Environment.Seen[i].Before.CopyTo(activations.Input(i - episode));
        bench.Environment.Seen[end - 1].After.CopyTo(activations.Input(end - episode));
        NetworkFactory.Single(bench.Structure, VectorChoice.Widest).Forward(parameters, activations, 0, end - episode + 1);
        var values = new float[end - episode + 1][];
        for (int row = 0; row < values.Length; row++) values[row] = activations.Output(0, row).ToArray();
        return values;
    }

    /// <summary>Without ε, Sarsa's a′ is the best action by θ′.</summary>
    private static double Loss(ActionValueOptions options, StepOutcome[] outcomes, float[][] online, float[][] target)
    {
        (double loss, double returns) = (0, 0);
        for (int i = outcomes.Length - 1; i >= 0; i--)
        {
            float next = target[i + 1][Best(options is NStepOptions or OneStepOptions ? target[i + 1] : online[i + 1])];
            if (options is not NStepOptions || i == outcomes.Length - 1) returns = outcomes[i].Terminated ? 0 : next;
            returns = outcomes[i].Reward + (options.Discount * returns);
            double error = online[i][Best(online[i])] - returns;
            loss += error * error / 2;
        }

        return loss;
    }

    private static int Best(float[] values) => Array.IndexOf(values, Enumerable.Max(values));
}
