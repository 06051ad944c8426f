using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Psi;

namespace AsyncRL.Training.Tests.Unreal;

/// <summary>Whole turns of UNREAL against sums in double, from a list of everything that happened.</summary>
public class UnrealLearnerTests
{
    private const int Turns = 40;

    private static readonly ObservationSpecification Images = ObservationSpecification.Pixels(17, 24, 2);
    private static readonly ActionSpecification Actions = ActionSpecification.Discrete(ScriptedTask.ActionCount);

    [Theory]
    [InlineData(0, 0, 0, 0, "change", true)]
    [InlineData(0.3, 0, 0, 0, "change", true)]
    [InlineData(0, 0.7, 0, 0, "change", true)]
    [InlineData(0, 0.7, 0, 0, "activation", false)]
    [InlineData(0, 0, 0.9, 0, "change", true)]
    [InlineData(0, 0, 0, 0.8, "change", false)]
    [InlineData(0.1, 0.2, 1, 1, "change", true)]
    public void Gradients_are_those_of_the_definition(
        double pixels, double features, double values, double rewards, string featureReward, bool lastStep)
    {
        int learned = 0;
        PropertyCheck.ForAllSeeds($"UNREAL {pixels} {features} {values} {rewards}", 8, seed =>
        {
            var generator = new RandomGenerator(seed);
            var options = new UnrealOptions
            {
                TMax = 1 + generator.NextInteger(8),
                Discount = generator.NextDouble(),
                ControlDiscount = generator.NextDouble(),
                EntropyWeight = generator.NextDouble(),
                ValueGradientScale = 2 * generator.NextDouble(),
                RewardClip = generator.NextInteger(3) == 0 ? 0.5 : 0,
                LastStep = lastStep,
                PixelControl = pixels,
                FeatureControl = features,
                FeatureReward = featureReward,
                ValueReplay = values,
                RewardPrediction = rewards,
                ReplayStart = 1 + generator.NextInteger(20),
                ReplaySize = 12 + generator.NextInteger(40),
            };
            learned += AssertTurns(options, seed, generator);
        });
        Assert.True(learned > 200, $"Only {learned} turns learned.");
    }

    /// <summary>What is switched off has neither layers nor a memory, and nothing waits for one.</summary>
    [Fact]
    public void Without_auxiliary_tasks_it_is_a3c_bit_for_bit()
    {
        var options = new UnrealOptions
        {
            PixelControl = 0,
            ValueReplay = 0,
            RewardPrediction = 0,
            LastStep = false,
            TMax = 5,
            EntropyWeight = 0.01,
        };
        LearnerBench unreal = Bench(Task(new RandomGenerator(3)), options, 5, fusesUpdate: false);
        Assert.Equal(["policy", "value"], unreal.Structure.Heads.Select(head => head.Name));
        Assert.Null(((UnrealLearner)unreal.Algorithm).Memory);
        var a3c = new LearnerBench(
            Task(new RandomGenerator(3)), new A3C(), new A3COptions { TMax = 5 }, unreal.Structure, 5);
        for (int turn = 0; turn < 50; turn++)
        {
            Assert.Equal(a3c.RunSegment(), unreal.RunSegment());
            Bits.AssertSame(a3c.Theta, unreal.Theta, "theta");
        }
    }

    [Fact]
    public void The_memory_is_filled_before_the_first_update()
    {
        var options = new UnrealOptions { TMax = 5, ReplayStart = 33, ReplaySize = 100, PixelControl = 0 };
        var task = new ScriptedTask(new StepOutcome(1, false, false)) { Shows = Images };
        LearnerBench bench = Bench(task, options, 5, fusesUpdate: false);
        float[] first = bench.Theta;
        for (int turn = 0; turn < 7; turn++) bench.RunSegment();
        Assert.Equal((0, 35), (bench.Shared.Updates, bench.Shared.AgentSteps));
        Bits.AssertSame(first, bench.Theta, "theta");
        bench.RunSegment();
        Assert.Equal((1, 40), (bench.Shared.Updates, bench.Shared.AgentSteps));
        Assert.True(bench.Shared.AgentSteps <= new AsyncRL.Algorithms.Unreal { Options = options }.AgentStepsBeforeUpdate(1));
    }

    internal static LearnerBench Bench(ScriptedTask task, UnrealOptions options, ulong seed, bool fusesUpdate) =>
        new(task, new AsyncRL.Algorithms.Unreal(), options, StructureOf(options, task.Shows), seed, fusesUpdate: fusesUpdate);

    internal static NetworkStructure StructureOf(UnrealOptions options, ObservationSpecification observation)
    {
        var network = new NetworkDescription(
            "test", "a test",
            [new Convolution(3, 8, 4), new Rectifier(), new FullyConnected(7), new Rectifier(), new LongShortTermMemory(5)]);
        var unreal = new AsyncRL.Algorithms.Unreal { Options = options };
        var input = new Shape(observation.Height, observation.Width, observation.Channels);
        return new NetworkStructure(network, input, unreal.SideInputs(Actions), unreal.Heads(network, observation, Actions));
    }

    /// <summary>Half of the rewards are 0, so that reward prediction has both groups.</summary>
    private static ScriptedTask Task(RandomGenerator generator)
    {
        StepOutcome[] script = ScriptedTask.DrawScript(generator, shortest: 20);
        for (int i = 0; i < script.Length; i += 2) script[i] = script[i] with { Reward = 0, RawReward = 0 };
        return new ScriptedTask(script) { Shows = Images };
    }

    private static int AssertTurns(UnrealOptions options, ulong seed, RandomGenerator generator)
    {
        ScriptedTask task = Task(generator);
        LearnerBench bench = Bench(task, options, seed, generator.NextInteger(2) == 0);
        var learner = (UnrealLearner)bench.Algorithm;
        var reference = new ReferenceUnreal(bench.Structure, options);
        var history = new List<UnrealStep?>();
        int learned = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            bool learns = learner.Memory?.IsReady ?? true;
            reference.Begin(bench.Theta);
            (int first, int rows, long updates) = (bench.Environment.Steps, history.Count, bench.Shared.Updates);
            bench.RunSegment();
            AddHistory(history, bench, task, options, first);
            reference.AddSegment([.. history.Skip(rows).OfType<UnrealStep>()], learns);
            Assert.Equal(learns ? 1 : 0, bench.Shared.Updates - updates);
            if (!learns) continue;
            learned++;
            AddTasks(reference, learner, history, options);
            PsiLearnerTests.AssertClose(reference.Gradient, bench.Gradient);
        }

        return learned;
    }

    private static void AddTasks(ReferenceUnreal reference, UnrealLearner learner, List<UnrealStep?> history, UnrealOptions options)
    {
        UnrealTasks tasks = learner.Tasks;
        if (tasks.PixelControl is { } pixels)
        {
            UnrealStep[] steps = Stretch(history, pixels.Stretch, options);
            reference.AddControl(steps, "pixel-control", options.PixelControl, (_, step, cell) => Change(steps[step], cell));
        }

        if (tasks.FeatureControl is { } features)
        {
            UnrealStep[] steps = Stretch(history, features.Stretch, options);
            reference.AddControl(steps, "feature-control", options.FeatureControl, (batch, step, unit) =>
                steps[step].IsTerminal ? 0 : FeatureReward(batch, step, unit, options.FeatureReward == "change"));
        }

        if (tasks.ValueReplay is { } values) reference.AddValueReplay(Stretch(history, values, options));
        if (tasks.RewardWindow is not { } window || learner.Memory!.Windows == 0) return;
        UnrealStep[] shown = [.. Enumerable.Range((int)window.Last - 2, 3).Select(row => history[row]!)];
        Assert.True(!shown[1].Begins && !shown[2].Begins && window.Last - 2 >= history.Count - learner.Memory.Ring.Capacity);
        reference.AddRewardPrediction(shown);
    }

    /// <summary>The mean change of the 16 pixels of a cell. 17×24 pixels have 4×6 cells, from row 0 and column 0 on.</summary>
    private static double Change(UnrealStep step, int cell)
    {
        double sum = 0;
        for (int row = 0; row < 4; row++)
        {
            for (int i = 0; i < 4 * 2; i++)
            {
                int at = (((cell / 6 * 4) + row) * 24 * 2) + (cell % 6 * 4 * 2) + i;
                sum += Math.Abs((double)step.After[at] - step.Before[at]);
            }
        }

        return sum / 32;
    }

    private static double FeatureReward(Activations<double> batch, int step, int unit, bool isChange)
    {
        double[] before = Units(step), after = Units(step + 1);
        if (!isChange) return after[unit];
        double sum = before.Zip(after, (x, y) => Math.Abs(y - x)).Sum();
        return sum == 0 ? 0 : Math.Abs(after[unit] - before[unit]) / sum;

        double[] Units(int row)
        {
            double[] image = batch.Features(row).ToArray();
            return [.. Enumerable.Range(0, 3).Select(channel => image.Where((_, i) => i % 3 == channel).Average())];
        }
    }

    /// <summary>What a stretch is: to the end of the episode, but not the last agent step while its episode runs.</summary>
    private static UnrealStep[] Stretch(List<UnrealStep?> history, ReplayedStretch stretch, UnrealOptions options)
    {
        var steps = new List<UnrealStep>();
        for (int row = (int)stretch.RowOf(0); steps.Count < options.TMax; row++)
        {
            if (row == history.Count || history[row] is not { } step || (row == history.Count - 1 && !step.IsEnd)) break;
            steps.Add(step);
            if (step.IsEnd) break;
        }

        Assert.Equal((steps.Count, steps[^1].IsTerminal), (stretch.Steps, stretch.IsTerminal));
        return [.. steps];
    }

    private static void AddHistory(List<UnrealStep?> history, LearnerBench bench, ScriptedTask task, UnrealOptions options, int first)
    {
        for (int i = first; i < bench.Environment.Steps; i++)
        {
            (float[] before, float[] after) = bench.Environment.Seen[i];
            StepOutcome outcome = task.Outcomes[i % task.Outcomes.Count];
            float limit = options.RewardClip > 0 ? (float)options.RewardClip : float.PositiveInfinity;
            var own = new float[ScriptedTask.ActionCount + 1];
            own[bench.Environment.Taken[i]] = 1;
            own[^1] = Math.Clamp(outcome.RawReward, -1, 1);
            bool begins = history.Count == 0 || history[^1] is not { IsEnd: false };
            history.Add(new UnrealStep(
                before, after, bench.Environment.Taken[i], Math.Clamp(outcome.Reward, -limit, limit), outcome.Terminated, outcome.IsEnd)
            {
                Begins = begins,
                LastStep = !options.LastStep ? [] : begins ? new float[own.Length] : history[^1]!.OwnStep,
                OwnStep = options.LastStep ? own : [],
            });

            // The last observation before a time limit has a row of its own.
            if (outcome.IsEnd && !outcome.Terminated) history.Add(null);
        }
    }
}
