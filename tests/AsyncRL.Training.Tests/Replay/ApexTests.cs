using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>Ape-X: the updates by the printed formulas in double, first priorities, the ratio of draws, and waiting.</summary>
public class ApexTests
{
    private const int Environments = 5;

    private static readonly ApexOptions Small = new()
    {
        Environments = Environments,
        ReplaySize = 200,
        ReplayStart = 20,
        MinibatchSize = 7,
        TMax = 4,
        DrawsPerStep = 1.5,
        TargetInterval = 1_000_000_000,
    };

    /// <summary>One or two learners; every option of the target, the loss and the replay; θ⁻ other than θ.</summary>
    [Fact]
    public void The_gradient_and_the_errors_are_those_of_the_drawn_transitions()
    {
        (int updates, int compared) = (0, 0);
        PropertyCheck.ForAllSeeds("ape-x", 40, seed =>
        {
            var generator = new RandomGenerator(seed);
            ApexOptions options = Small with
            {
                Discount = generator.NextDouble(),
                ValueGradientScale = 2 * generator.NextDouble(),
                Dueling = generator.NextInteger(2) == 0,
                Double = generator.NextInteger(2) == 0,
                Error = generator.NextInteger(2) == 0 ? "squared" : "huber",
                Steps = 1 + generator.NextInteger(4),
                LossScale = generator.NextInteger(2) == 0 ? "sum" : "mean",
                Replay = new[] { "uniform", "proportional", "rank" }[generator.NextInteger(3)],
                Learners = 1 + generator.NextInteger(2),
            };
            SynchronousBench bench = Bench(options, 2 + options.Learners, seed, ScriptedTask.DrawScript(generator, deviation: 2));
            float[] thetaMinus = Structures.Draw(bench.Structure, new RandomGenerator(~seed));
            bench.Shared.RestoreTarget(thetaMinus);
            for (int turn = 0; turn < 60; turn++)
            {
                foreach (IWorker worker in bench.Workers)
                {
                    long before = bench.Shared.Updates;
                    float[] theta = bench.Theta;
                    worker.Run();
                    if (bench.Shared.Updates == before) continue;
                    updates++;
                    var learner = (ApexLearner)((RoleWorker)worker).Roles[0];
                    if (ReferenceMinibatch.AssertSame(options, learner.Memory, bench, theta, thetaMinus)) compared++;
                }
            }
        });
        Assert.True(compared > 0.8 * updates && updates > 1000, $"Of {updates} updates {compared} had no tie.");
    }

    /// <summary>Rows 0 to 3 end in a terminal state, rows 4 and 5 at a time limit, row 6 is their last observation, 7 to 9 go on.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void First_priorities_are_errors_of_the_values_that_the_actor_computed(int n)
    {
        const float Gamma = 0.5f;
        ObservationSpecification vector = ObservationSpecification.Vector(1);
        var ring = new ExperienceRing(vector, 40, n, ScoredItems.Numbers);
        var priorities = new RecordedPriorities();
        var items = new ScoredItems(ring, priorities, 100, Gamma);
        var observation = new Observation(vector);
        (bool Starts, StepOutcome Outcome)[] steps =
        [
            (true, default), (false, default), (false, default), (false, new StepOutcome(0, true, false)),
            (true, default), (false, new StepOutcome(0, false, true)),
            (true, default), (false, default), (false, default), (false, default),
        ];
        var values = new List<(float Taken, float Largest)>();
        for (int i = 0; i < steps.Length; i++)
        {
            ring.Observe(observation, steps[i].Starts);
            values.Add((10 + i, 20 + (i * i)));
            ring.Add(0, 1 + i, steps[i].Outcome, observation, [values[^1].Taken, values[^1].Largest]);
            if (i == 5) values.Add(values[^1]);
            items.Refresh();
        }

        float[] rewards = [1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10];
        var expected = new Dictionary<int, double>();
        foreach (int row in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 9, 10 })
        {
            (double sum, double factor, int last) = (0, 1, row);
            for (; last < row + n && last < rewards.Length; last++)
            {
                (sum, factor) = (sum + (factor * rewards[last]), factor * Gamma);
                if (last is 3 or 5) break;
            }

            bool isEnd = last < row + n && last is 3 or 5;
            int next = isEnd ? last + 1 : last;
            if (next >= values.Count) continue;
            double target = sum + (isEnd && last == 3 ? 0 : factor * values[next].Largest);
            expected[100 + row] = Math.Abs(target - values[row].Taken);
        }

        Assert.Equal(expected.Keys.Order(), priorities.Errors.Keys.Order());
        foreach ((int slot, double error) in expected) Assert.Equal(error, priorities.Errors[slot], 1e-5);
    }

    /// <summary>The values beside an agent step are those of the θ that acted, although a learner has updated θ since.</summary>
    [Fact]
    public void Actors_keep_their_theta_for_a_stretch_and_then_copy_the_newest()
    {
        ApexOptions options = Small with { Steps = 1, MinibatchSize = 2 };
        SynchronousBench bench = Bench(options, 2, 3, new StepOutcome(1, false, false), new StepOutcome(0, true, false));
        (IWorker actor, IWorker learner) = (bench.Workers[0], bench.Workers[1]);
        ReplayMemory memory = ((ApexLearner)((RoleWorker)learner).Roles[0]).Memory;
        int compared = 0;
        for (int stretch = 0; stretch < 12; stretch++)
        {
            float[] theta = bench.Theta;
            Assert.Equal(Turn.Worked, actor.Run());
            while (learner.Run() == Turn.Worked)
            {
            }

            var reference = new ReferenceActionValues(bench.Structure.Layout, theta, options.Dueling);
            foreach (RingItems items in memory.Items)
            {
                Assert.Equal((stretch + 1) * options.TMax, items.Ring.Written);
                for (long row = items.Ring.Written - options.TMax; row < items.Ring.Written; row++)
                {
                    double[] values = reference.Values(items.Ring.Values(row).ToArray());
                    ReadOnlySpan<float> kept = items.Ring.NumbersOf(row);
                    Assert.Equal(values[items.Ring.ActionOf(row)], kept[0], 1e-4);
                    Assert.Equal(values.Max(), kept[1], 1e-4);
                    compared++;
                }
            }
        }

        Assert.True(bench.Shared.Updates > 20 && compared == 12 * options.TMax * Environments);
    }

    [Theory]
    [InlineData(1, 1, 1.3)]
    [InlineData(2, 1, 8)]
    [InlineData(3, 2, 0.25)]
    public void Draws_have_their_ratio_to_the_agent_steps_that_entered(int threads, int learners, double ratio)
    {
        ApexOptions options = Small with { DrawsPerStep = ratio, Learners = learners };
        SynchronousBench bench = Bench(options, threads, 3, new StepOutcome(1, false, false));
        for (int turn = 0; turn < 3000; turn++)
        {
            foreach (IWorker worker in bench.Workers) worker.Run();
        }

        // At most a stretch of each environment is taken in before the memory has enough, and an update of each learner is not due yet.
        long steps = bench.Shared.AgentSteps, draws = bench.Shared.Updates * options.MinibatchSize;
        int stretches = 2 * Environments * options.TMax;
        double least = (ratio * (steps - options.ReplayStart - (2 * stretches))) - (learners * options.MinibatchSize);
        Assert.InRange(draws, least, ratio * steps);
        Assert.True(steps > 1000);
    }

    /// <summary>
    /// Without a learner that takes their agent steps, actors stop after some stretches. They go on when each environment has room again.
    /// </summary>
    [Fact]
    public void Actors_that_are_faster_than_the_learner_wait()
    {
        SynchronousBench bench = Bench(Small, 2, 3, new StepOutcome(1, false, false));
        (IWorker actor, IWorker learner) = (bench.Workers[0], bench.Workers[1]);
        for (int i = 0; i < 10; i++) actor.Run();
        long stopped = bench.Shared.AgentSteps;
        Assert.InRange(stopped, 2 * Environments * Small.TMax, 4 * Environments * Small.TMax);
        Assert.Equal(Turn.Waiting, actor.Run());
        for (int i = 0; i < Environments - 1; i++) Assert.Equal(Turn.Worked, learner.Run());
        Assert.Equal(Turn.Waiting, actor.Run());
        while (learner.Run() == Turn.Worked)
        {
        }

        Assert.Equal(Turn.Worked, actor.Run());
        Assert.Equal(stopped + (Environments * Small.TMax), bench.Shared.AgentSteps);
    }

    /// <summary>The environments of one learner are not in the memory of the other.</summary>
    [Fact]
    public void Learners_divide_the_environments()
    {
        ApexOptions options = Small with { Learners = 2 };
        SynchronousBench bench = Bench(options, 4, 3, new StepOutcome(1, false, false));
        for (int turn = 0; turn < 100; turn++)
        {
            foreach (IWorker worker in bench.Workers) worker.Run();
        }

        ReplayMemory[] memories = [.. bench.Workers.Skip(2).Select(worker => ((ApexLearner)((RoleWorker)worker).Roles[0]).Memory)];
        Assert.Equal([3, 2], memories.Select(memory => memory.Items.Length));
        Assert.All(memories, memory => Assert.All(memory.Items, items => Assert.True(items.Ring.Written > 100)));
        Assert.NotEqual(memories[0].Minibatch.Slots, memories[1].Minibatch.Slots);
    }

    [Fact]
    public void The_target_network_is_renewed_when_t_has_crossed_a_multiple()
    {
        ApexOptions options = Small with { TargetInterval = 200, DrawsPerStep = 0.35 };
        SynchronousBench bench = Bench(options, 1, 3, new StepOutcome(1, false, false));
        (long intervals, int renewed) = (0, 0);
        for (int turn = 0; turn < 1000; turn++)
        {
            (float[] before, float[] theta) = (bench.Target, bench.Theta);
            long updates = bench.Shared.Updates, now = bench.Shared.AgentSteps / 200;
            bench.Workers[0].Run();
            bool isDue = bench.Shared.Updates > updates && now != intervals;
            Bits.AssertSame(isDue ? theta : before, bench.Target, $"the target after turn {turn}");
            if (isDue) (intervals, renewed) = (now, renewed + 1);
        }

        Assert.True(renewed > 5);
    }

    private static SynchronousBench Bench(ApexOptions options, int threads, ulong seed, params StepOutcome[] script)
    {
        var tasks = new ScriptedTask[options.Environments];
        for (int i = 0; i < tasks.Length; i++) tasks[i] = new ScriptedTask(script);
        return new SynchronousBench(new Apex { Options = options }, ValueBench.Network(options), tasks, threads, seed, 0.002);
    }

    /// <summary>Priorities that only remember what was set.</summary>
    private sealed class RecordedPriorities : IPriorities
    {
        internal Dictionary<int, double> Errors { get; } = [];

        public int Count => Errors.Count;

        public double SmallestProbability => throw new NotSupportedException();

        public bool Contains(int slot) => Errors.ContainsKey(slot);

        public void Add(int slot) => Errors.Add(slot, double.NaN);

        public void Remove(int slot) => Errors.Remove(slot);

        public void Set(int slot, double error) => Errors[slot] = error;

        public int Draw(double uniform, out double probability) => throw new NotSupportedException();

        public void Transfer(StateTransfer state) => throw new NotSupportedException();
    }
}
