using System.Linq;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.TestStatistics;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>The replay memory of one thread against a list of everything that happened, and the number of replays.</summary>
public class ThreadMemoryTests
{
    private const int Numbers = 2;

    [Fact]
    public void The_memory_agrees_with_a_list() => PropertyCheck.ForAllSeeds("memory of a thread", 100, seed =>
    {
        var generator = new RandomGenerator(seed);
        var options = new ThreadMemoryOptions(8 + generator.NextInteger(20), 5, IsSaved: true);
        (ThreadMemory memory, Actor actor) = Make(options);
        var history = new History(actor.ObservationSpecification, generator);
        for (int step = 0; step < 120; step++)
        {
            history.Step(memory);
            if (step % 10 == 0) memory = Copy(memory, options);
            history.AssertSame(memory);
        }
    });

    [Fact]
    public void Every_agent_step_is_drawn_with_the_same_probability()
    {
        (ThreadMemory memory, Actor actor) = Make(new ThreadMemoryOptions(40, 1, IsSaved: true));
        var history = new History(actor.ObservationSpecification, new RandomGenerator(1));
        for (int step = 0; step < 100; step++) history.Step(memory);
        var (draws, generator) = (new Dictionary<long, long>(), new RandomGenerator(2));
        for (int i = 0; i < 100 * memory.Count; i++)
        {
            long row = memory.Draw(generator);
            draws[row] = draws.GetValueOrDefault(row) + 1;
        }

        Assert.Equal(memory.Count, draws.Count);
        ChiSquaredTest.Fits([.. draws.Values], [.. draws.Values.Select(_ => 1.0)]);
    }

    /// <summary>A memory smaller than its starting amount begins when it is full; one that was not saved is filled again.</summary>
    [Fact]
    public void It_is_ready_with_the_starting_amount_or_when_it_is_full()
    {
        var options = new ThreadMemoryOptions(30, 10, IsSaved: false);
        (ThreadMemory memory, Actor actor) = Make(options);
        var observation = new Observation(actor.ObservationSpecification);
        for (int step = 0; step < 11; step++)
        {
            Assert.False(memory.IsReady);
            memory.Ring.Observe(observation, step == 0);
            memory.Add(0, 0, default, observation, new float[Numbers]);
        }

        Assert.Equal((10, true), (memory.Count, memory.IsReady));
        Assert.Equal((0, false), (Copy(memory, options).Count, Copy(memory, options).IsReady));
        (ThreadMemory small, _) = Make(options with { Start = 1000 });
        for (int step = 0; step < 30; step++)
        {
            Assert.False(small.IsReady);
            small.Ring.Observe(observation, step == 0);
            small.Add(0, 0, default, observation, new float[Numbers]);
        }

        Assert.True(small.IsReady);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(4)]
    [InlineData(30)]
    public void The_number_of_replays_has_a_poisson_distribution(double mean)
    {
        const int Draws = 20_000;
        var generator = new RandomGenerator(5);
        (double sum, double squares) = (0, 0);
        for (int i = 0; i < Draws; i++)
        {
            int count = PoissonDraw.Of(mean, generator);
            (sum, squares) = (sum + count, squares + ((double)count * count));
        }

        double average = sum / Draws, variance = (squares / Draws) - (average * average);
        Assert.Equal(mean, average, 6 * Math.Sqrt(mean / Draws));
        Assert.Equal(mean, variance, 6 * mean * Math.Sqrt((2 + (1 / mean)) / Draws));
    }

    [Fact]
    public void A_mean_of_0_draws_nothing_and_the_largest_mean_ends()
    {
        var generator = new RandomGenerator(1);
        GeneratorState before = generator.State;
        Assert.Equal(0, PoissonDraw.Of(0, generator));
        Assert.Equal(before, generator.State);
        Assert.InRange(PoissonDraw.Of(PoissonDraw.LargestMean, generator), 300, 700);
    }

    [Fact]
    public void A_list_of_other_agent_steps_than_those_of_the_memory_is_refused()
    {
        var options = new ThreadMemoryOptions(30, 10, IsSaved: true);
        using var saved = new MemoryStream();
        Make(options).Memory.Transfer(new StateTransfer(new BinaryWriter(saved)));

        // The list of an empty memory is the number 0, at the end. This one has slot 0.
        byte[] damaged = [.. saved.ToArray()[..^sizeof(int)], .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(0)];
        var refused = Assert.Throws<InvalidDataException>(
            () => Make(options).Memory.Transfer(new StateTransfer(new BinaryReader(new MemoryStream(damaged)))));
        Assert.Equal("a replay memory lists 1 agent steps; expected 0, as many as it can draw", refused.Message);
    }

    private static (ThreadMemory Memory, Actor Actor) Make(ThreadMemoryOptions options)
    {
        var actor = new Actor(new ScriptedTask(default(StepOutcome)), new NoOptions(), new RandomGenerator(1));
        return (new ThreadMemory(actor, options, Numbers), actor);
    }

    private static ThreadMemory Copy(ThreadMemory memory, ThreadMemoryOptions options)
    {
        var bytes = new MemoryStream();
        memory.Transfer(new StateTransfer(new BinaryWriter(bytes)));
        bytes.Position = 0;
        ThreadMemory copy = Make(options).Memory;
        copy.Transfer(new StateTransfer(new BinaryReader(bytes)));
        Assert.Equal(bytes.Length, bytes.Position);
        var (left, right) = (new RandomGenerator(9), new RandomGenerator(9));
        for (int i = 0; i < 5 && copy.Count > 0; i++) Assert.Equal(memory.Draw(left), copy.Draw(right));
        return copy;
    }

    private sealed class History(ObservationSpecification specification, RandomGenerator generator)
    {
        private readonly List<Row?> _rows = [];
        private readonly Observation _observation = new(specification);
        private bool _starts = true;

        internal void Step(ThreadMemory memory)
        {
            if (generator.NextInteger(20) == 0) _starts = true;
            if (_starts && _rows.Count > 0 && _rows[^1] is { IsEnd: false } open) _rows[^1] = open with { IsAbandoned = true };
            memory.Ring.Observe(_observation, _starts);
            float[] numbers = [generator.NextSingle(), generator.NextSingle()];
            int kind = generator.NextInteger(8);
            var row = new Row(_observation.Values[0], generator.NextInteger(3), generator.NextSingle(), numbers, kind == 0, kind <= 1);
            _observation.Values[0] = generator.NextSingle();
            memory.Add(row.Action, row.Reward, new StepOutcome(0, kind == 0, kind == 1), _observation, numbers);
            _rows.Add(row);
            if (kind == 1) _rows.Add(null);
            _starts = kind <= 1;
        }

        internal void AssertSame(ThreadMemory memory)
        {
            int count = 0;
            for (int i = Math.Max(0, _rows.Count - memory.Ring.Capacity); i < _rows.Count; i++)
            {
                if (!IsComplete(i)) continue;
                count++;
                Row row = _rows[i]!;
                float shown = memory.Ring.Values(i)[0];
                Assert.Equal((row.Shown, row.Action, row.Reward), (shown, memory.Ring.ActionOf(i), memory.Ring.RewardOf(i)));
                Assert.Equal(row.Numbers, memory.Ring.NumbersOf(i).ToArray());
                for (int longest = 1; longest < 6; longest++)
                {
                    int length = 1;
                    while (length < longest && !_rows[i + length - 1]!.IsEnd && IsComplete(i + length)) length++;
                    Assert.Equal(length, memory.Ring.LengthOfStretch(i, longest));
                    Assert.Equal(_rows[i + length - 1]!.IsTerminal, memory.Ring.IsTerminal(i + length - 1));
                }
            }

            Assert.Equal(count, memory.Count);
        }

        private bool IsComplete(int row) =>
            row < _rows.Count && _rows[row] is { IsAbandoned: false } found && (found.IsEnd || row + 1 < _rows.Count);

        private sealed record Row(float Shown, int Action, float Reward, float[] Numbers, bool IsTerminal, bool IsEnd)
        {
            internal bool IsAbandoned { get; init; }
        }
    }
}
