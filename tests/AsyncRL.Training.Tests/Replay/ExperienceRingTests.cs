using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>A ring of agent steps against a list of everything that ever happened.</summary>
public class ExperienceRingTests
{
    private static readonly ObservationSpecification Vector = ObservationSpecification.Vector(2);

    public static TheoryData<string> Transitions => MethodCases.NamesOf("n_step_transitions");

    public static TheoryData<string> Stacks => MethodCases.NamesOf("frame_stacks");

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Transitions_of_n_steps_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] rewards = inputs.Numbers("rewards"), terminated = inputs.Numbers("terminated"), ended = inputs.Numbers("ended");
        var ring = new ExperienceRing(Vector, 100, inputs.Whole("n"));
        var observation = new Observation(Vector);
        var steps = new Dictionary<long, int>();
        for (int step = 0; step < rewards.Length; step++)
        {
            steps[ring.Written] = step;
            ring.Observe(observation, step == 0 || ended[step - 1] != 0);
            bool isTerminal = terminated[step] != 0;
            ring.Add(step % 3, (float)rewards[step], new StepOutcome(0, isTerminal, ended[step] != 0 && !isTerminal), observation);
        }

        JsonArray wanted = expected["transitions"]!.AsArray();
        long[] complete = [.. steps.Keys.Where(row => ring.IsState(row) && ring.IsComplete(row))];
        Assert.Equal(wanted.Select(transition => transition!.Whole("start")), complete.Select(row => steps[row]));
        for (int i = 0; i < complete.Length; i++)
        {
            Transition transition = ring.Read(complete[i], (float)inputs.Number("gamma"));
            Assert.Equal(steps[complete[i]] % 3, transition.Action);
            Assert.Equal(wanted[i]!.Number("ret"), transition.Return, 1e-6);
            Assert.Equal(wanted[i]!.Number("bootstrapFactor"), transition.Factor, 1e-6);
            if (transition.Factor > 0) Assert.Equal(wanted[i]!.Whole("lastStep"), steps[transition.Next - 1]);
            else Assert.Equal(-1, transition.Next);
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Stacks_after_the_ring_went_around_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        int depth = inputs.Whole("k"), written = inputs.Whole("written");
        double[] starts = inputs.Numbers("episodeStarts");
        ObservationSpecification images = ObservationSpecification.Pixels(1, 1, depth) with { FrameChannels = 1 };
        var ring = new ExperienceRing(images, inputs.Whole("capacity"), 1);
        var observation = new Observation(images);
        for (int frame = 0; frame < written; frame++)
        {
            observation.Pixels[^1] = (byte)(1 + frame);
            ring.Observe(observation, starts.Contains(frame));
            ring.Add(0, 0, new StepOutcome(0, starts.Contains(frame + 1), false), observation);
        }

        var stack = new byte[depth];
        foreach (JsonNode? node in expected["rows"]!.AsArray())
        {
            JsonNode row = node!;
            int frame = row.Whole("frame");
            Assert.Equal(row.Whole("slot"), ring.SlotOf(frame));
            Assert.Equal(frame, ring.RowOf(row.Whole("slot")));
            double[] slots = row.Numbers("slots");
            bool isLost = slots.Contains(-2);
            Assert.Equal(isLost, ring.IsLost(frame));
            Assert.Equal(row["sampleable"]!.GetValue<bool>(), !isLost && ring.IsComplete(frame));
            if (isLost) continue;
            ReadOnlySpan<byte> pixels = ring.Pixels(frame, stack);
            for (int i = 0; i < depth; i++)
            {
                int slot = (int)slots[i];
                Assert.Equal(slot < 0 ? 0 : 1 + ring.RowOf(slot), pixels[i]);
            }
        }
    }

    /// <summary>
    /// Random episodes with terminal states, time limits and abandoned episodes: images of any depth, and vectors. Every row that can be
    /// drawn has the observations, rewards and ends that a list of all agent steps says, and no other row can be drawn.
    /// </summary>
    [Fact]
    public void The_ring_agrees_with_a_list() => PropertyCheck.ForAllSeeds("experience ring", 150, seed =>
    {
        var generator = new RandomGenerator(seed);
        int depth = 1 + generator.NextInteger(5), channels = 1 + generator.NextInteger(3), n = 1 + generator.NextInteger(4);
        ObservationSpecification specification = generator.NextInteger(3) switch
        {
            0 => Vector,
            1 => ObservationSpecification.Pixels(9, 8, 4) with { FrameChannels = 1 },
            _ => ObservationSpecification.Pixels(3, 2, depth * channels) with { FrameChannels = channels },
        };
        int capacity = ExperienceRing.SmallestCapacity(specification, n) + generator.NextInteger(30);
        var ring = new ExperienceRing(specification, capacity, n);
        var history = new History(specification, generator);
        for (int step = 0; step < 200; step++)
        {
            history.Step(ring);
            if (step % 7 != 0) continue;
            ring = Copy(ring, specification, capacity, n);
            history.AssertSame(ring, n);
        }
    });

    /// <summary>The same with a ring whose rows are copied from another ring in stretches of any length, also of rows that were
    /// abandoned after they were copied.</summary>
    [Fact]
    public void A_ring_of_copied_rows_agrees_with_a_list() => PropertyCheck.ForAllSeeds("copied rows", 150, seed =>
    {
        var generator = new RandomGenerator(seed);
        int depth = 1 + generator.NextInteger(4), n = 1 + generator.NextInteger(4);
        ObservationSpecification specification =
            generator.NextInteger(2) == 0 ? Vector : ObservationSpecification.Pixels(3, 2, depth) with { FrameChannels = 1 };
        int smallest = ExperienceRing.SmallestCapacity(specification, n);
        var source = new ExperienceRing(specification, smallest + 20, n, 1);
        var ring = new ExperienceRing(specification, smallest + generator.NextInteger(30), n, 1);
        var history = new History(specification, generator);
        (int agentSteps, long copied) = (0, 0);
        for (int step = 0; step < 200; step++)
        {
            history.Step(source, step);
            if (source.Written - copied < 18 && generator.NextInteger(6) > 0) continue;
            while (copied < source.Written)
            {
                if (ring.Copy(source, copied++)) agentSteps++;
                Assert.Equal(source.NumbersOf(copied - 1)[0], ring.NumbersOf(copied - 1)[0]);
            }

            Assert.Equal(step + 1, agentSteps);
            history.AssertSame(ring, n);
        }
    });

    /// <summary>A ring that begins in the middle of an episode has no older frames for its first rows.</summary>
    [Fact]
    public void Copied_rows_without_their_older_frames_are_not_drawn()
    {
        ObservationSpecification images = ObservationSpecification.Pixels(1, 1, 3) with { FrameChannels = 1 };
        (ExperienceRing source, ExperienceRing ring) = (new ExperienceRing(images, 20, 1), new ExperienceRing(images, 20, 1));
        var observation = new Observation(images);
        for (int i = 0; i < 8; i++)
        {
            source.Observe(observation, i == 0);
            source.Add(0, 0, default, observation);
            if (i >= 4) ring.Copy(source, i);
        }

        Assert.Equal([false, false, true, true], Enumerable.Range(0, 4).Select(row => ring.IsState(row)));
    }

    /// <summary>A memory that was not saved begins in the middle of an episode. Rows with unknown frames are not drawn.</summary>
    /// <param name="isCopied">Whether the ring is saved and restored before each agent step.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_with_frames_from_before_the_memory_are_not_drawn(bool isCopied)
    {
        ObservationSpecification images = ObservationSpecification.Pixels(1, 1, 3) with { FrameChannels = 1 };
        var ring = new ExperienceRing(images, 20, 1);
        var observation = new Observation(images);
        for (int i = 0; i < 4; i++)
        {
            if (isCopied) ring = Copy(ring, images, 20, 1);
            ring.Observe(observation, false);
            ring.Add(0, 0, default, observation);
        }

        Assert.Equal([false, false, true, true], Enumerable.Range(0, 4).Select(row => ring.IsState(row)));
    }

    [Fact]
    public void A_restored_outbox_has_the_version_of_its_last_rows()
    {
        var options = new ApexOptions();
        (Outbox saved, Outbox restored) = (new Outbox(Vector, options), new Outbox(Vector, options));
        saved.Ring.Observe(new Observation(Vector), starts: true);
        saved.Ring.Add(0, 0, default, new Observation(Vector), new float[ScoredItems.Numbers]);
        saved.Publish(version: 7);
        using var bytes = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(bytes)), choices: 3);
        bytes.Position = 0;
        using var reader = new BinaryReader(bytes);
        restored.Transfer(new StateTransfer(reader), choices: 3);
        Assert.Equal((7, true, 1), (restored.Version, restored.HasRows, restored.Ring.Written));
    }

    private static ExperienceRing Copy(ExperienceRing ring, ObservationSpecification specification, int capacity, int n)
    {
        var bytes = new MemoryStream();
        ring.Transfer(new StateTransfer(new BinaryWriter(bytes)), 3);
        bytes.Position = 0;
        var copy = new ExperienceRing(specification, capacity, n);
        copy.Transfer(new StateTransfer(new BinaryReader(bytes)), 3);
        Assert.Equal(bytes.Length, bytes.Position);
        return copy;
    }

    /// <summary>A random environment that remembers everything.</summary>
    private sealed class History(ObservationSpecification specification, RandomGenerator generator)
    {
        private readonly List<Row> _rows = [];
        private readonly Observation _observation = new(specification);
        private bool _starts = true;

        internal void Step(ExperienceRing ring, float number = 0)
        {
            if (_starts || generator.NextInteger(25) == 0)
            {
                // An abandoned episode has no end, and no rewards after its last agent step.
                if (_rows.Count > 0 && !_rows[^1].IsLast) _rows[^1] = _rows[^1] with { IsAbandoned = true };
                _observation.Pixels.Clear();
                Show();
                _starts = true;
            }

            ring.Observe(_observation, _starts);
            Row row = NewRow() with { Action = generator.NextInteger(3), Reward = generator.NextSingle() };
            int kind = generator.NextInteger(12);
            Show();
            ring.Add(row.Action, row.Reward, new StepOutcome(0, kind == 0, kind == 1), _observation, number == 0 ? [] : [number]);
            _rows.Add(row with { IsTerminal = kind == 0, IsLast = kind <= 1, IsAction = true });
            if (kind == 1) _rows.Add(NewRow() with { IsLast = true });
            _starts = kind <= 1;
        }

        internal void AssertSame(ExperienceRing ring, int n)
        {
            Assert.Equal(_rows.Count, ring.Written);
            var stack = new byte[specification.Size];
            int depth = specification.Kind == ObservationKind.Pixels ? specification.Channels / specification.FrameChannels : 1;
            for (long row = Math.Max(0, _rows.Count - ring.Capacity); row < _rows.Count; row++)
            {
                bool canBeDrawn = ring.IsState(row) && ring.IsComplete(row) && !ring.IsLost(row);
                Assert.Equal(CanBeDrawn((int)row, n, depth, ring.Capacity), canBeDrawn);
                if (!canBeDrawn) continue;
                Transition transition = ring.Read(row, 0.9f);
                (float sum, int k) = Sum((int)row, n);
                Row last = _rows[(int)row + k - 1];
                Assert.Equal(_rows[(int)row].Action, transition.Action);
                Assert.Equal(sum, transition.Return, 1e-5f);
                Assert.Equal(last.IsTerminal ? 0 : Math.Pow(0.9, k), transition.Factor, 1e-6);
                AssertObservation(row);
                Assert.Equal(last.IsTerminal ? -1 : row + k, transition.Next);
                if (!last.IsTerminal) AssertObservation(transition.Next);
            }

            void AssertObservation(long row)
            {
                bool isPixels = specification.Kind == ObservationKind.Pixels;
                if (isPixels) Assert.Equal(_rows[(int)row].Pixels, ring.Pixels(row, stack).ToArray());
                else Assert.Equal(_rows[(int)row].Values, ring.Values(row).ToArray());
            }
        }

        private bool CanBeDrawn(int row, int n, int depth, int capacity)
        {
            if (!_rows[row].IsAction) return false;
            int last = row;
            while (last < _rows.Count && last < row + n && !_rows[last].IsLast)
            {
                if (_rows[last].IsAbandoned) return false;
                last++;
            }

            bool isEnd = last < Math.Min(_rows.Count, row + n);
            if (!isEnd && row + n >= _rows.Count) return false;
            int start = row;
            while (start > 0 && row - start < depth - 1 && !_rows[start - 1].IsLast && !_rows[start - 1].IsAbandoned) start--;
            return start >= _rows.Count - capacity;
        }

        private (float Sum, int Steps) Sum(int row, int n)
        {
            (double sum, int k) = (0, 0);
            while (k < n)
            {
                sum += Math.Pow(0.9, k) * _rows[row + k].Reward;
                if (_rows[row + k++].IsLast) break;
            }

            return ((float)sum, k);
        }

        /// <summary>A new frame after the older ones, as a stack of frames shows it.</summary>
        private void Show()
        {
            int channels = specification.FrameChannels, all = specification.Channels;
            foreach (ref float value in _observation.Values) value = generator.NextSingle();
            for (int pixel = 0; pixel < _observation.Pixels.Length; pixel += all)
            {
                Span<byte> stack = _observation.Pixels.Slice(pixel, all);
                stack[channels..].CopyTo(stack);
                foreach (ref byte value in stack[(all - channels)..]) value = (byte)(1 + generator.NextInteger(255));
            }
        }

        private Row NewRow() => new(_observation.Pixels.ToArray(), _observation.Values.ToArray());

        private readonly record struct Row(byte[] Pixels, float[] Values)
        {
            internal int Action { get; init; }

            internal float Reward { get; init; }

            internal bool IsAction { get; init; }

            internal bool IsTerminal { get; init; }

            internal bool IsLast { get; init; }

            internal bool IsAbandoned { get; init; }
        }
    }
}
