using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Fitted;

/// <summary>Neural fitted Q: its gradient in double, its targets, and when it fits.</summary>
public class NfqTests
{
    private static readonly NfqOptions Small = new() { RandomEpisodes = 2, Epochs = 3, Fits = 2, ReplaySize = 60, Discount = 0.9 };

    public static TheoryData<string> Targets => MethodCases.NamesOf("nfq_targets");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_is_that_of_the_loss(bool isSeparate) => PropertyCheck.ForAllSeeds("nfq gradient", 30, seed =>
    {
        var generator = new RandomGenerator(seed);
        NetworkStructure structure = Structure(isSeparate, 1 + generator.NextInteger(4));
        GradientReport report = GradientChecker.Check(new CostProblem(structure, 1 + generator.NextInteger(6)), generator);
        Assert.True(report.Passed, report.ToString());
    });

    [Theory]
    [MemberData(nameof(Targets))]
    public void Targets_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] costs = inputs.Numbers("costs"), wanted = expected.Numbers("targets");
        for (int i = 0; i < costs.Length; i++)
        {
            double[] next = inputs["nextQ"]![i]!.AsArray().Select(number => number!.GetValue<double>()).ToArray();
            double target = inputs["kinds"]![i]!.GetValue<string>() switch
            {
                "failure" => inputs.Number("failureCost"),
                "goal" => costs[i],
                _ => CostLoss<double>.TargetOf(costs[i], inputs.Number("gamma"), next.Min()),
            };
            Assert.Equal(wanted[i], target, 1e-12);
        }
    }

    /// <summary>
    /// Episodes of three agent steps: a terminal state, then a time limit. Targets are those of the network before the fit.
    /// </summary>
    [Theory]
    [InlineData("failure")]
    [InlineData("goal")]
    public void Targets_are_costs_of_the_present_network(string terminalState)
    {
        NfqOptions options = Small with { TerminalState = terminalState, StepCost = 0.05, FailureCost = 0.8, Fits = 1, Epochs = 1 };
        SynchronousBench bench = Bench(options, learningRate: 0);
        for (int round = 0; round < 12; round++) bench.RunRound();
        var learner = (NfqLearner)((SynchronousWorker)bench.Workers[0]).Learner;
        var network = NetworkFactory.Double(bench.Structure);
        double[] theta = Array.ConvertAll(bench.Theta, number => (double)number);
        int compared = 0;
        for (long row = 0; row < learner.Ring.Written; row++)
        {
            if (!learner.Ring.IsState(row) || !learner.Ring.IsComplete(row)) continue;
            Transition transition = learner.Ring.Read(row, 1);
            double expected = terminalState == "goal" ? 0.05 : 0.8;
            if (transition.Next >= 0)
            {
                var activations = new Activations<double>(bench.Structure, 1);
                ReadOnlySpan<float> next = learner.Ring.Values(transition.Next);
                for (int i = 0; i < next.Length; i++) activations.Input(0)[i] = next[i];
                network.Forward(theta, activations, 0, 1);
                double largest = double.NegativeInfinity;
                foreach (double output in activations.Output(0, 0)) largest = Math.Max(largest, output);
                expected = 0.05 + (0.9 / (1 + Math.Exp(largest)));
            }

            Assert.Equal(expected, learner.Targets[learner.Ring.SlotOf(row)], 1e-5);
            compared++;
        }

        Assert.Equal(12, compared);
    }

    [Fact]
    public void Fits_follow_each_episode_after_the_random_ones()
    {
        SynchronousBench bench = Bench(Small, learningRate: 1);
        var updates = new List<long>();
        for (int round = 0; round < 9; round++)
        {
            bench.RunRound();
            updates.Add(bench.Shared.Updates);
        }

        Assert.Equal([0, 0, 0, 0, 0, 6, 6, 6, 12], updates);
        Assert.Equal(9, bench.Shared.AgentSteps);
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        SynchronousBench bench = Bench(Small, learningRate: 1, records: false);
        for (int i = 0; i < 600; i++) bench.Workers[0].Run();
        long before = GC.GetAllocatedBytesForCurrentThread(), updates = bench.Shared.Updates;
        for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(bench.Shared.Updates > updates + 100);
    }

    private static NetworkStructure Structure(bool isSeparate, int choices = ScriptedTask.ActionCount) => new(
        new NetworkDescription("test", "tests", [new FullyConnected(4), new SigmoidUnits(), new FullyConnected(3), new SigmoidUnits()]),
        Shape.Vector(ScriptedTask.ObservationSize),
        isSeparate ? ActionValues<float>.SeparateHeads(choices) : ActionValues<float>.Heads(choices, false));

    private static SynchronousBench Bench(NfqOptions options, double learningRate, bool records = true)
    {
        StepOutcome[] script =
            [default, default, new StepOutcome(0, true, false), default, default, new StepOutcome(0, false, true)];
        var task = new ScriptedTask(script) { Records = records };
        string optimizer = learningRate == 0 ? "momentum-sgd" : "rprop";
        return new SynchronousBench(new Nfq { Options = options }, Structure(false), [task], 1, 3, learningRate, optimizer);
    }
}
