using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Fitted;

/// <summary>Lin's lessons: their order, their gradient in double, and which agent steps are left out.</summary>
public class LinTests
{
    private static readonly LinOptions Small = new() { Lessons = 1, ReplaySize = 60, Discount = 0.9, PolicyThreshold = 0 };

    [Fact]
    public void The_newest_episode_is_replayed_from_its_last_agent_step_to_its_first_and_each_gradient_is_that_of_the_step()
    {
        SynchronousBench bench = Bench(Small);
        var learner = (LinLearner)((SynchronousWorker)bench.Workers[0]).Learner;
        var rows = new List<long>();
        for (int turn = 0; turn < 400; turn++)
        {
            long updates = bench.Shared.Updates;
            float[] theta = bench.Theta;
            bench.Workers[0].Run();
            if (bench.Shared.Updates == updates) continue;
            rows.Add(learner.LearnedRow);
            AssertGradient(bench, learner, theta);
        }

        // Two episodes of three agent steps; the one that a time limit ends has a further row.
        Assert.Equal([2, 1, 0, 5, 4, 3, 9, 8, 7, 12, 11, 10], rows[..12]);
    }

    /// <summary>At a low temperature the policy is almost certain, and other actions are not replayed.</summary>
    [Fact]
    public void Agent_steps_that_the_policy_would_not_take_are_left_out()
    {
        LinOptions options = Small with { Temperature = 1e-6, FinalTemperature = 1e-6, PolicyThreshold = 0.5, Lessons = 4 };
        SynchronousBench bench = Bench(options), all = Bench(options with { PolicyThreshold = 0 });
        for (int round = 0; round < 60; round++)
        {
            bench.RunRound();
            all.RunRound();
        }

        Assert.Equal(3 * 4 * 20, all.Shared.Updates);
        Assert.InRange(bench.Shared.Updates, 1, all.Shared.Updates - 1);
    }

    [Fact]
    public void Episodes_that_are_partly_overwritten_are_not_replayed()
    {
        SynchronousBench bench = Bench(Small with { ReplaySize = 8, Lessons = 20, KeptEpisodes = 5, Recency = 0 });
        for (int round = 0; round < 60; round++) bench.RunRound();

        // Eight rows hold at most two whole episodes, and the newest is always there.
        Assert.InRange(bench.Shared.Updates, 3 * 20, 3 * 20 * 20 * 3 / 4);
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        SynchronousBench bench = Bench(Small with { Lessons = 3 }, records: false);
        for (int i = 0; i < 600; i++) bench.Workers[0].Run();
        long before = GC.GetAllocatedBytesForCurrentThread(), updates = bench.Shared.Updates;
        for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(bench.Shared.Updates > updates + 100);
    }

    private static void AssertGradient(SynchronousBench bench, LinLearner learner, float[] theta)
    {
        Network<double> network = NetworkFactory.Double(bench.Structure);
        double[] parameters = Array.ConvertAll(theta, number => (double)number);
        var activations = new Activations<double>(bench.Structure, 2);
        var values = new ActionValues<double>(bench.Structure);
        Transition transition = learner.Ring.Read(learner.LearnedRow, 0.9f);
        Copy(learner.Ring.Values(learner.LearnedRow), activations.Input(0));
        if (transition.Next >= 0) Copy(learner.Ring.Values(transition.Next), activations.Input(1));
        network.Forward(parameters, activations, 0, 2);
        var row = new double[values.Count];
        double target = transition.Return;
        if (transition.Next >= 0)
        {
            values.Read(activations, 1, row);
            target += transition.Factor * Largest(row);
        }

        values.Read(activations, 0, row);
        values.WriteGradient(activations, 0, transition.Action, row[transition.Action] - target);
        var gradient = new double[theta.Length];
        network.Backward(parameters, activations, 1, gradient);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], bench.Gradient[i], 1e-4);
    }

    private static double Largest(double[] numbers)
    {
        double largest = numbers[0];
        foreach (double number in numbers) largest = Math.Max(largest, number);
        return largest;
    }

    private static void Copy(ReadOnlySpan<float> source, Span<double> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] = source[i];
    }

    private static SynchronousBench Bench(LinOptions options, bool records = true)
    {
        StepOutcome[] script =
        [
            new(1, false, false), new(0.5f, false, false), new(-1, true, false),
            new(1, false, false), new(2, false, false), new(0, false, true),
        ];
        var task = new ScriptedTask(script) { Records = records };
        var structure = new NetworkStructure(
            new NetworkDescription("test", "tests", [new FullyConnected(4), new SigmoidUnits()]),
            Shape.Vector(ScriptedTask.ObservationSize),
            ActionValues<float>.SeparateHeads(ScriptedTask.ActionCount));
        return new SynchronousBench(new Lin { Options = options }, structure, [task], 1, 3, 0.01);
    }
}
