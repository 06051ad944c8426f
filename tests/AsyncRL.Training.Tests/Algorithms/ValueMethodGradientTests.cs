using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Compares the actions and gradients of the value methods with the printed algorithms in double.</summary>
public class ValueMethodGradientTests
{
    private const int Segments = 8;

    public static TheoryData<string> Algorithms => ["one-step-q", "one-step-sarsa", "n-step-q"];

    /// <summary>
    /// Feed-forward or dueling, squared or Huber, double or not, with θ⁻ different from θ; full segments, and segments that end at a
    /// terminal state or at a time limit.
    /// </summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Actions_and_gradients_are_those_of_the_paper_wherever_segments_end(string algorithm)
    {
        (int runs, int segments) = (0, 0);
        PropertyCheck.ForAllSeeds(algorithm, 100, seed =>
        {
            var generator = new RandomGenerator(seed);
            ActionValueOptions options = DrawOptions(algorithm, generator);
            segments += CountAgreeing(algorithm, options, new ScriptedTask(ScriptedTask.DrawScript(generator, deviation: 2)), seed);
            runs++;
        });
        Assert.True(segments > 0.8 * Segments * runs, $"Of {Segments * runs} segments {segments} came before a tie.");
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Only_a_terminal_state_is_worth_nothing(string algorithm, bool terminated, bool truncated)
    {
        var task = new ScriptedTask(new(1, false, false), new(0, false, false), new(-1, terminated, truncated));
        Assert.Equal(Segments, CountAgreeing(algorithm, Options(algorithm, length: 3), task, seed: 3));
    }

    /// <summary>Every algorithm with segments that are full, terminal and truncated.</summary>
    public static TheoryData<string, bool, bool> Ends
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (string algorithm in (string[])["one-step-q", "one-step-sarsa", "n-step-q"])
            {
                data.Add(algorithm, false, false);
                data.Add(algorithm, true, false);
                data.Add(algorithm, false, true);
            }

            return data;
        }
    }

    /// <summary>If a time limit were treated as a terminal state, or the reverse, the gradients would be the same.</summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Truncated_is_not_terminated(string algorithm)
    {
        float[][] gradients = Array.ConvertAll(new[] { true, false }, terminated =>
        {
            var task = new ScriptedTask(new StepOutcome(1, terminated, !terminated));
            LearnerBench bench = ValueBench.Create(task, algorithm, Options(algorithm, length: 5));
            bench.RunSegment();
            return bench.Gradient;
        });
        Bits.AssertDiffer(gradients[0], gradients[1], "the gradients at a terminal state and at a time limit");
    }

    /// <summary>The literal (y − Q)² of the paper has twice the gradient of the replicas' ½ (y − Q)².</summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_scale_multiplies_the_gradient(string algorithm)
    {
        float[][] gradients = Array.ConvertAll(new[] { 1.0, 2.0 }, scale =>
        {
            ActionValueOptions options = Options(algorithm, length: 5) with { ValueGradientScale = scale };
            LearnerBench bench = ValueBench.Create(new ScriptedTask(new StepOutcome(1, false, false)), algorithm, options);
            bench.RunSegment();
            return bench.Gradient;
        });
        Bits.AssertSame(Array.ConvertAll(gradients[0], component => 2 * component), gradients[1], "the gradient");
    }

    private static int CountAgreeing(string algorithm, ActionValueOptions options, ScriptedTask task, ulong seed)
    {
        LearnerBench bench = ValueBench.Create(task, algorithm, options, seed);
        float[] thetaMinus = Structures.Draw(bench.Structure, new RandomGenerator(~seed));
        bench.Shared.RestoreTarget(thetaMinus);
        var reference = new ReferenceValueMethod(bench.Structure.Layout, options, new RandomGenerator(bench.Actor.Generator.State));
        for (int segment = 0; segment < Segments; segment++)
        {
            float[] theta = bench.Theta;
            double loss = bench.Statistics.SumOf("value_loss");
            int first = bench.Environment.Steps, steps = bench.RunSegment();
            var outcomes = new StepOutcome[steps];
            for (int i = 0; i < steps; i++) outcomes[i] = task.Outcomes[(first + i) % task.Outcomes.Count];
            reference.Run(theta, thetaMinus, bench.Environment.Seen.GetRange(first, steps), outcomes);
            if (reference.MetTie) return segment;
            Assert.True(outcomes[^1].IsEnd || steps == ValueBench.Length(options), $"A segment of {steps} ended early.");
            Assert.Equal(reference.Actions, bench.Environment.Taken.GetRange(first, steps));
            AssertClose(reference.Gradient, bench.Gradient);
            Assert.Equal(reference.Loss, bench.Statistics.SumOf("value_loss") - loss, 1e-4 * (1 + reference.Loss));
        }

        return Segments;
    }

    /// <summary>Q − y may be a small difference of numbers near 1, with the absolute error of these numbers.</summary>
    private static void AssertClose(double[] expected, float[] actual)
    {
        double largest = 0.2;
        foreach (double component in expected) largest = Math.Max(largest, Math.Abs(component));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-5 * largest, $"Component {i} is {actual[i]:R}; expected {expected[i]:R}.");
    }

    private static ActionValueOptions Options(string algorithm, int length) => ValueBench.WithLength(algorithm, length) with
    {
        TargetInterval = 1_000_000_000,
        FinalExploration = "0.25",
        ExplorationFrames = 0,
    };

    private static ActionValueOptions DrawOptions(string algorithm, RandomGenerator generator)
    {
        ActionValueOptions options = Options(algorithm, length: 1 + generator.NextInteger(20)) with
        {
            Discount = generator.NextDouble(),
            ValueGradientScale = 2 * generator.NextDouble(),
            RewardClip = generator.NextInteger(2) * generator.NextDouble(),
            ExplorationFrames = generator.NextInteger(2) * generator.NextInteger(100),
            Dueling = generator.NextInteger(2) == 0,
            Error = generator.NextInteger(2) == 0 ? "squared" : "huber",
        };
        bool isDouble = generator.NextInteger(2) == 0;
        return options switch
        {
            OneStepOptions oneStep => oneStep with { Double = isDouble },
            NStepOptions nStep => nStep with { Double = isDouble },
            _ => options,
        };
    }
}
