using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The sequences of R2D2's memory, and its updates, computed again one sequence at a time.</summary>
public class R2d2Tests
{
    private static readonly R2d2Options Small = new()
    {
        Environments = 4,
        StepsPerUpdate = 8,
        ReplaySize = 400,
        ReplayStart = 40,
        MinibatchSize = 5,
        SequenceLength = 6,
        SequencePeriod = 3,
        BurnIn = 4,
        Steps = 3,
        TargetInterval = 1_000_000_000,
        LadderExploration = 0.5,
    };

    public static TheoryData<string> Sequences => MethodCases.NamesOf("sequence_starts");

    private static NetworkStructure Structure { get; } = StructureOf(dueling: true);

    [Theory]
    [MemberData(nameof(Sequences))]
    public void The_sequences_of_an_episode_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        int length = inputs.Whole("episodeLength");
        R2d2Options options = Small with
        {
            Environments = 1,
            SequenceLength = inputs.Whole("trained"),
            BurnIn = inputs.Whole("burnIn"),
            SequencePeriod = inputs.Whole("period"),
            ReplaySize = 2 * length,
            Replay = "uniform",
        };
        ReplayMemory memory = Fill(options, length, out _);
        var sequences = (SequenceItems)memory.Items[0];
        var wanted = expected["sequences"]!.AsArray()
            .Select(row => (row!.Whole("firstBurnIn"), row!.Whole("firstTrained"), row!.Whole("end"), row!.Whole("padded")));
        var found = Drawn(memory).Select(first =>
        {
            int trained = sequences.LengthOf(first), before = Math.Min(options.BurnIn, sequences.OffsetOf(first));
            return ((int)first - before, (int)first, (int)first + trained, options.SequenceLength - trained);
        });
        Assert.Equal(wanted.OrderBy(row => row.Item2), found.OrderBy(row => row.Item2));
    }

    /// <summary>
    /// Each drawn sequence alone, from its stored state: burn-in by both networks, then the learned rows. The gradient does not reach the
    /// burn-in. One to three members; episodes of all lengths; every kind of replay; with and without burn-in, rescaling and dueling.
    /// </summary>
    [Fact]
    public void Gradient_and_priorities_are_those_of_single_sequences()
    {
        int compared = 0;
        PropertyCheck.ForAllSeeds("r2d2", 40, seed =>
        {
            var generator = new RandomGenerator(seed);
            R2d2Options options = Small with
            {
                Discount = generator.NextDouble(),
                BurnIn = generator.NextInteger(2) * (1 + generator.NextInteger(5)),
                SequencePeriod = 1 + generator.NextInteger(6),
                Steps = 1 + generator.NextInteger(4),
                RescaleValues = generator.NextInteger(2) == 0,
                Dueling = generator.NextInteger(2) == 0,
                LossScale = generator.NextInteger(2) == 0 ? "sum" : "mean",
                Replay = new[] { "uniform", "proportional", "rank" }[generator.NextInteger(3)],
            };
            StepOutcome[] script = ScriptedTask.DrawScript(generator, mean: 16, deviation: 2);
            SynchronousBench bench = Bench(options, 1 + generator.NextInteger(3), seed, script);
            float[] thetaMinus = Structures.Draw(bench.Structure, new RandomGenerator(~seed));
            bench.Shared.RestoreTarget(thetaMinus);
            for (int round = 0; round < 60; round++)
            {
                long updates = bench.Shared.Updates;
                float[] theta = bench.Theta;
                bench.RunRound();
                if (bench.Shared.Updates == updates) continue;
                AssertSame(options, bench, theta, thetaMinus);
                compared++;
            }
        });
        Assert.True(compared > 300, $"Only {compared} updates were compared.");
    }

    /// <summary>Rows of a terminal state and of a time limit, and a ring that goes around many times.</summary>
    [Fact]
    public void Stored_states_are_those_that_acted()
    {
        R2d2Options options = Small with { ReplaySize = 100, Environments = 1, Replay = "uniform" };
        ReplayMemory memory = Fill(options, 400, out Dictionary<long, float> states, 13);
        var sequences = (SequenceItems)memory.Items[0];
        Activations<float> batch = new(Structure, 1, 2);
        HashSet<long> drawn = Drawn(memory);
        Assert.True(drawn.Count > 10);
        foreach (long first in drawn)
        {
            Assert.Equal(0, sequences.OffsetOf(first) % options.SequencePeriod);
            long before = first - Math.Min(options.BurnIn, sequences.OffsetOf(first));
            sequences.CopyState(before, batch, 1);
            int node = Array.FindIndex([.. Structure.Nodes], candidate => candidate.Layer.StateLength > 0);
            int length = Structure.Nodes[node].Layer.StateLength;
            Assert.All(batch.InitialState(node)[length..].ToArray(), number => Assert.Equal(states[before], number));
        }
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        StepOutcome[] script = [new(1, false, false), new(0, false, false), new(2, true, false), new(1, false, true)];
        var tasks = new ScriptedTask[Small.Environments];
        for (int i = 0; i < tasks.Length; i++) tasks[i] = new ScriptedTask(script) { Records = false };
        R2d2Options options = Small with { TargetInterval = 64 };
        var bench = new SynchronousBench(new R2d2 { Options = options }, Structure, tasks, 1, 1, 0.01);
        for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static NetworkStructure StructureOf(bool dueling) => Structures.ActionValues(
        Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, dueling, new FullyConnected(6), new Rectifier(),
        new LongShortTermMemory(4));

    private static SynchronousBench Bench(R2d2Options options, int members, ulong seed, StepOutcome[] script)
    {
        var tasks = new ScriptedTask[options.Environments];
        for (int i = 0; i < tasks.Length; i++) tasks[i] = new ScriptedTask(script);
        return new SynchronousBench(new R2d2 { Options = options }, StructureOf(options.Dueling), tasks, members, seed, 0.002);
    }

    /// <summary>Fills a memory of one environment. The state before row i is i + 1 everywhere, and 0 at an episode's start.</summary>
    private static ReplayMemory Fill(R2d2Options options, int steps, out Dictionary<long, float> states, int episode = int.MaxValue)
    {
        using var actor = new Actor(new ScriptedTask(default(StepOutcome)), new NoOptions(), new RandomGenerator(1));
        var memory = new ReplayMemory(
            actor.ObservationSpecification,
            actor.Actions,
            options.Memory,
            new RandomGenerator(2),
            (ring, priorities, firstSlot) => new SequenceItems(Structure, options, ring, priorities, firstSlot));
        var batch = new Activations<float>(Structure, 1, 1);
        states = [];
        RingItems items = memory.Items[0];
        ExperienceRing ring = items.Ring;
        for (int step = 0; step < steps; step++)
        {
            bool starts = step % episode == 0, ends = (step + 1) % episode == 0 || step + 1 == steps, isTruncated = step / episode % 2 == 0;
            states[ring.Written] = starts ? 0 : ring.Written + 1;
            for (int node = 0; node < Structure.Nodes.Length; node++) batch.InitialState(node).Fill(states[ring.Written]);
            batch.Starts[0] = starts;
            ring.Observe(actor.Observation, starts);
            items.KeepState(batch, 0);
            ring.Add(0, 0, new StepOutcome(0, ends && !isTruncated, ends && isTruncated), actor.Observation);
            memory.Refresh();
        }

        return memory;
    }

    private static HashSet<long> Drawn(ReplayMemory memory)
    {
        var rows = new HashSet<long>();
        for (int draw = 0; draw < 300; draw++)
        {
            memory.Draw(1, 1);
            foreach (int slot in memory.Minibatch.Slots) rows.Add(memory.Find(slot).Row);
        }

        Assert.Equal(memory.Count, rows.Count);
        return rows;
    }

    private static void AssertSame(R2d2Options options, SynchronousBench bench, float[] theta, float[] thetaMinus)
    {
        ReplayMemory memory = ((ReplayLearner)((SynchronousWorker)bench.Workers[0]).Learner).Memory;
        NetworkStructure structure = bench.Structure;
        var network = NetworkFactory.Single(structure, VectorChoice.Widest);
        var values = new ActionValues<float>(structure);
        var sum = new double[theta.Length];
        for (int i = 0; i < options.MinibatchSize; i++)
        {
            (RingItems items, long first) = memory.Find(memory.Minibatch.Slots[i]);
            (var sequences, ExperienceRing ring) = ((SequenceItems)items, items.Ring);
            int before = Math.Min(options.BurnIn, sequences.OffsetOf(first)), length = sequences.LengthOf(first);
            int rows = length;
            for (int step = 0; step < length; step++) rows = Math.Max(rows, (int)(ring.Read(first + step, 1).Next - first) + 1);
            Activations<float> online = Run(theta, sequences, first, before, rows);
            Activations<float> target = Run(thetaMinus, sequences, first, before, rows);
            var priority = default(SequencePriority);
            double weight = memory.Minibatch.Weights[i] * (options.LossScale == "sum" ? 1 : 1.0 / (5 * 6));
            for (int step = 0; step < length; step++)
            {
                Transition transition = ring.Read(first + step, (float)options.Discount);
                double y = transition.Return;
                if (transition.Next >= 0)
                {
                    int next = (int)(transition.Next - first);
                    float best = Read(target, next)[ArgMax(Read(online, next))];
                    y += transition.Factor * (options.RescaleValues ? ValueRescaling.Inverse((double)best) : best);
                }

                if (options.RescaleValues) y = ValueRescaling.Of(y);
                double error = y - Read(online, step)[transition.Action];
                priority = priority.With(error);
                values.WriteGradient(online, step, transition.Action, (float)(-weight * error));
            }

            var gradient = new SegmentGradient<float>(online, keepsFactors: false);
            gradient.Clear();
            network.Backward(theta, online, length, gradient, default);
            for (int k = 0; k < sum.Length; k++) sum[k] += gradient.Stored[k];
            double expected = priority.Of(options.PriorityMaximumShare);
            Assert.Equal(expected, memory.Minibatch.Errors[i], 1e-4 * (1 + expected));
        }

        double largest = 0.02;
        foreach (double component in sum) largest = Math.Max(largest, Math.Abs(component));
        for (int i = 0; i < sum.Length; i++)
            Assert.True(Math.Abs(sum[i] - bench.Gradient[i]) <= 1e-4 * largest, $"Component {i} of the gradient differs.");

        Activations<float> Run(float[] parameters, SequenceItems sequences, long first, int before, int rows)
        {
            Activations<float> burn = new(structure, Math.Max(1, before)), learned = new(structure, rows);
            sequences.CopyState(first - before, burn, 0);
            for (int step = 0; step < before; step++) sequences.Ring.Values(first - before + step).CopyTo(burn.Input(step));
            if (before > 0) network.Forward(parameters, burn, 0, before);
            burn.CopyState(before, 0, learned, 0);
            for (int step = 0; step < rows; step++) sequences.Ring.Values(first + step).CopyTo(learned.Input(step));
            network.Forward(parameters, learned, 0, rows);
            return learned;
        }

        float[] Read(Activations<float> batch, int row)
        {
            var read = new float[ScriptedTask.ActionCount];
            values.Read(batch, row, read);
            return read;
        }
    }

    private static int ArgMax(float[] numbers) => Array.IndexOf(numbers, numbers.Max());
}
