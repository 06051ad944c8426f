using System.Linq;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The installation of θ⁻: its time, its thread, and its value.</summary>
public class TargetIntervalTests
{
    private static readonly StepOutcome Go = new(1, Terminated: false, Truncated: false);

    [Theory]
    [InlineData("one-step-q")]
    [InlineData("one-step-sarsa")]
    public void One_step_methods_install_theta_as_it_is_before_their_update(string algorithm)
    {
        LearnerBench bench = ValueBench.Create(new ScriptedTask(Go), algorithm, Options(algorithm, length: 5, interval: 5));
        float[] before = bench.Theta;
        Disturb(bench);
        float[] disturbed = bench.Theta;
        Bits.AssertSame(before, Target(bench), "theta-minus at the start");
        bench.Algorithm.Compute();
        Bits.AssertSame(disturbed, Target(bench), "theta-minus");
        bench.Algorithm.Apply();
        Bits.AssertSame(disturbed, Target(bench), "theta-minus");
        Bits.AssertDiffer(disturbed, bench.Theta, "theta before and after the update");
    }

    [Fact]
    public void N_step_q_installs_theta_as_it_is_after_its_update()
    {
        LearnerBench bench = ValueBench.Create(new ScriptedTask(Go), "n-step-q", Options("n-step-q", length: 5, interval: 5));
        float[] before = bench.Theta;
        bench.Algorithm.Compute();
        Bits.AssertSame(before, Target(bench), "theta-minus before the update");
        bench.Algorithm.Apply();
        Bits.AssertDiffer(before, bench.Theta, "theta before and after the update");
        Bits.AssertSame(bench.Theta, Target(bench), "theta-minus");
    }

    /// <summary>Segments of 5 agent steps and an interval of 40 frames: 8 segments at one frame per agent step, 2 at four.</summary>
    [Theory]
    [MemberData(nameof(AlgorithmsAndFrames))]
    public void The_interval_is_counted_in_frames(string algorithm, int framesPerAgentStep, int segmentsPerInterval)
    {
        LearnerBench bench = ValueBench.Create(
            new ScriptedTask(Go), algorithm, Options(algorithm, length: 5, interval: 40), framesPerAgentStep: framesPerAgentStep);
        for (int segment = 1; segment <= 20; segment++)
        {
            bench.RunSegment();
            Assert.Equal(segment / segmentsPerInterval, Installations(bench.Shared));
        }
    }

    public static TheoryData<string, int, int> AlgorithmsAndFrames
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (string algorithm in (string[])["one-step-q", "one-step-sarsa", "n-step-q"])
            {
                data.Add(algorithm, 1, 8);
                data.Add(algorithm, 4, 2);
            }

            return data;
        }
    }

    /// <summary>T need not equal a multiple: segments of 7 agent steps skip multiples of 10.</summary>
    [Fact]
    public void A_multiple_that_lies_within_a_segment_counts()
    {
        LearnerBench bench = ValueBench.Create(new ScriptedTask(Go), "n-step-q", Options("n-step-q", length: 7, interval: 10));
        var installations = new List<long>();
        for (int segment = 0; segment < 10; segment++)
        {
            bench.RunSegment();
            installations.Add(Installations(bench.Shared));
        }

        Assert.Equal([0, 1, 2, 2, 3, 4, 4, 5, 6, 7], installations);
    }

    /// <summary>
    /// Several threads add random counts to T at random times. Nevertheless exactly one segment finds each multiple of the interval.
    /// </summary>
    [Theory]
    [InlineData("one-step-q", 1, 7)]
    [InlineData("one-step-sarsa", 4, 21)]
    [InlineData("n-step-q", 1, 64)]
    [InlineData("n-step-q", 4, 22)]
    public void Every_multiple_is_seen_by_exactly_one_segment_of_several_threads(string algorithm, int framesPerAgentStep, int interval)
    {
        const int ThreadCount = 4;
        ActionValueOptions options = Options(algorithm, length: 5, interval);
        SharedParameters shared = Structures.Share(
            ValueBench.Network(options), Structures.Draw(ValueBench.Network(options), new RandomGenerator(9)));
        var threads = new Action[ThreadCount];
        for (int i = 0; i < ThreadCount; i++)
        {
            ulong seed = 1 + (ulong)i;
            var generator = new RandomGenerator(seed);
            StepOutcome[] script = [.. Enumerable.Range(0, 97 + i).Select(_ => new StepOutcome(0, generator.NextInteger(4) == 0, false))];
            LearnerBench bench = ValueBench.Create(
                new ScriptedTask(script) { Records = false }, algorithm, options, seed, learningRate: 0, framesPerAgentStep, shared);
            threads[i] = () =>
            {
                for (int segment = 0; segment < 3000; segment++) bench.RunSegment();
            };
        }

        Infrastructure.Threads.Run(threads);
        Assert.Equal(shared.AgentSteps * framesPerAgentStep / interval, Installations(shared));
    }

    private static ActionValueOptions Options(string algorithm, int length, long interval) =>
        ValueBench.WithLength(algorithm, length) with { TargetInterval = interval };

    /// <summary>One installation belongs to the start of the run.</summary>
    private static long Installations(SharedParameters shared) => (shared.Target(TargetCopy.Name).Version / 2) - 1;

    private static float[] Target(LearnerBench bench)
    {
        var target = new float[bench.Shared.Length];
        bench.Shared.ReadTarget(target);
        return target;
    }

    private static void Disturb(LearnerBench bench)
    {
        var gradient = new float[bench.Shared.Length];
        Array.Fill(gradient, 0.5f);
        bench.Shared.Apply(new MomentumRule(1, 0), gradient);
    }
}
