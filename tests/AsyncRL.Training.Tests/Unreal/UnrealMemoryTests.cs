using System.Runtime.CompilerServices;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Unreal;

/// <summary>The memory of UNREAL against a list, its windows, its saved state, and that nothing is allocated.</summary>
public class UnrealMemoryTests
{
    private static readonly UnrealOptions Everything = new()
    {
        TMax = 5,
        PixelControl = 0.1,
        FeatureControl = 0.1,
        ReplayStart = 10,
        ReplaySize = 30,
    };

    [Fact]
    public void Windows_are_those_of_three_observations_of_one_episode() => PropertyCheck.ForAllSeeds("windows", 60, seed =>
    {
        var generator = new RandomGenerator(seed);
        var specification = ObservationSpecification.Vector(1);
        var ring = new ExperienceRing(specification, 8 + generator.NextInteger(20), 1);
        var windows = new RewardWindows(ring);
        var observation = new Observation(specification);
        var rows = new List<(bool IsState, bool Begins, bool IsEnd, float Reward)>();
        bool begins = true;
        for (int step = 0; step < 150; step++)
        {
            if (generator.NextInteger(25) == 0) begins = true;
            if (begins && rows.Count > 0 && rows[^1] is { IsState: true, IsEnd: false }) rows[^1] = rows[^1] with { IsState = false };
            ring.Observe(observation, begins);
            (int kind, float reward) = (generator.NextInteger(8), generator.NextInteger(3) - 1);
            ring.Add(0, reward, new StepOutcome(reward, kind == 0, kind == 1), observation);
            rows.Add((true, begins, kind <= 1, reward));
            if (kind == 1) rows.Add((false, false, true, 0));
            begins = kind <= 1;
            windows.Refresh();
            if (step % 10 == 0) windows = Copy(windows, ring);
            List<int> expected = [];
            for (int row = Math.Max(2, rows.Count - ring.Capacity + 2); row < rows.Count; row++)
            {
                bool isComplete = rows[row].IsEnd || row + 1 < rows.Count;
                bool isOneEpisode = rows[row].IsState && rows[row - 1].IsState && rows[row - 2].IsState
                    && !rows[row].Begins && !rows[row - 1].Begins;
                if (isComplete && isOneEpisode) expected.Add(row);
            }

            Assert.Equal(expected.Count, windows.Count);
            for (int i = 0; i < 3 && windows.Count > 0; i++) Assert.Contains((int)windows.Draw(generator), expected);
        }
    });

    [Fact]
    public void A_list_of_other_windows_than_those_of_the_memory_is_refused()
    {
        var ring = new ExperienceRing(ObservationSpecification.Vector(1), 10, 1);
        using var saved = new MemoryStream();
        new RewardWindows(ring).Transfer(new StateTransfer(new BinaryWriter(saved)));

        // The second list of windows is at the end and empty. This one has slot 0.
        byte[] damaged = [.. saved.ToArray()[..^sizeof(int)], .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(0)];
        var refused = Assert.Throws<InvalidDataException>(
            () => new RewardWindows(ring).Transfer(new StateTransfer(new BinaryReader(new MemoryStream(damaged)))));
        Assert.Equal("a replay memory lists 1 windows of rewards; expected 0, as many as it can draw", refused.Message);
    }

    [Fact]
    public void A_learner_that_restores_the_memory_draws_the_same()
    {
        LearnerBench saved = Bench(1), restored = Bench(2);
        for (int turn = 0; turn < 30; turn++) saved.RunSegment();
        var bytes = new MemoryStream();
        saved.Actor.Transfer(new StateTransfer(new BinaryWriter(bytes)));
        saved.Transfer(new StateTransfer(new BinaryWriter(bytes)));
        bytes.Position = 0;
        restored.Actor.Transfer(new StateTransfer(new BinaryReader(bytes)));
        restored.Transfer(new StateTransfer(new BinaryReader(bytes)));
        Assert.Equal(bytes.Length, bytes.Position);
        restored.Shared.Restore(saved.Theta, saved.Shared.AgentSteps, saved.Shared.Updates);
        for (int turn = 0; turn < 20; turn++)
        {
            Assert.Equal(saved.RunSegment(), restored.RunSegment());
            Bits.AssertSame(saved.Gradient, restored.Gradient, "the gradient");
        }
    }

    [Fact]
    public void A_last_action_that_the_environment_lacks_is_refused()
    {
        LearnerBench saved = Bench(1), restored = Bench(2);
        for (int turn = 0; turn < 30; turn++) saved.RunSegment();
        ExperienceRing ring = ((UnrealLearner)saved.Algorithm).Memory!.Ring;
        Unsafe.AsRef(in ring.NumbersOf(ring.Oldest)[0]) = saved.Actor.Actions.Count;
        var bytes = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(bytes)));
        bytes.Position = 0;
        var refused = Assert.Throws<InvalidDataException>(() => restored.Transfer(new StateTransfer(new BinaryReader(bytes))));
        int count = saved.Actor.Actions.Count;
        Assert.Equal($"the last action of a row is {count}; expected -1 to {count - 1}", refused.Message);
    }

    [Fact]
    public void A_memory_that_is_not_saved_is_filled_again()
    {
        UnrealOptions options = Everything with { SaveReplay = false };
        LearnerBench saved = Bench(1, options), restored = Bench(2, options);
        for (int turn = 0; turn < 30; turn++) saved.RunSegment();
        var bytes = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(bytes)));
        bytes.Position = 0;
        restored.Transfer(new StateTransfer(new BinaryReader(bytes)));
        Assert.Equal(bytes.Length, bytes.Position);
        UnrealMemory memory = ((UnrealLearner)restored.Algorithm).Memory!;
        Assert.Equal((false, 0, 0), (memory.IsReady, memory.Windows, (int)memory.Ring.Written));
        restored.RunSegment();
        Assert.Equal(0, restored.Shared.Updates);
    }

    [Fact]
    public void A_thousand_turns_allocate_nothing()
    {
        var script = new StepOutcome[17];
        for (int i = 0; i < script.Length; i++) script[i] = new StepOutcome((i % 3) - 1, i == 5, i == 12);
        var task = new ScriptedTask(script) { Records = false, Shows = ObservationSpecification.Pixels(17, 24, 2) };
        foreach (bool fusesUpdate in new[] { true, false })
        {
            LearnerBench bench = UnrealLearnerTests.Bench(task, Everything, 1, fusesUpdate);
            for (int turn = 0; turn < 30; turn++) bench.RunSegment();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int turn = 0; turn < 1000; turn++) bench.RunSegment();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [InlineData(84, 84, 3, 20, 20)]
    [InlineData(80, 88, 1, 20, 22)]
    [InlineData(16, 23, 1, 4, 4)]
    [InlineData(24, 24, 4, 6, 6)]
    public void Cells_are_an_even_number_in_the_middle_of_the_image(int height, int width, int channels, int rows, int columns)
    {
        var observation = ObservationSpecification.Pixels(height, width, channels);
        var cells = new PixelCells(observation);
        Assert.Equal((rows, columns, true), (cells.Height, cells.Width, PixelCells.Fit(observation)));
        (var before, var after, var changes) = (new byte[observation.Size], new byte[observation.Size], new float[cells.Count]);
        int corner = (((height - (4 * rows)) / 2 * width) + ((width - (4 * columns)) / 2)) * channels;
        after[corner] = 255;
        cells.Compute(before, after, changes);
        Assert.Equal(1f / (16 * channels), changes[0], 1e-7f);
        Assert.All(changes[1..], change => Assert.Equal(0, change));
        Array.Fill(after, byte.MaxValue);
        cells.Compute(before, after, changes);
        Assert.All(changes, change => Assert.Equal(1, change, 1e-6f));
        cells.Compute(after, after, changes);
        Assert.All(changes, change => Assert.Equal(0, change));
    }

    /// <summary>Only the newest frame of a stack counts: the older ones were new at earlier agent steps.</summary>
    [Fact]
    public void The_change_is_that_of_the_newest_frame()
    {
        ObservationSpecification stack = ObservationSpecification.Pixels(16, 16, 4) with { FrameChannels = 1 };
        (var before, var after, var changes) = (new byte[stack.Size], new byte[stack.Size], new float[16]);
        for (int i = 0; i < after.Length; i++) after[i] = i % 4 == 3 ? (byte)51 : byte.MaxValue;
        new PixelCells(stack).Compute(before, after, changes);
        Assert.All(changes, change => Assert.Equal(0.2f, change, 1e-6f));
    }

    [Theory]
    [InlineData(15, 84)]
    [InlineData(84, 15)]
    public void Smaller_images_have_no_cells(int height, int width) =>
        Assert.False(PixelCells.Fit(ObservationSpecification.Pixels(height, width, 3)));

    /// <summary>Evaluation shows the network the same last action and reward as training.</summary>
    [Fact]
    public void An_agent_reads_the_last_step()
    {
        var task = new ScriptedTask(new StepOutcome(5, false, false));
        var actor = new Actor(task, new NoOptions(), new RandomGenerator(1));
        var numbers = new float[4];
        actor.BeginEpisodeIfOver();
        actor.LastStep.Write(numbers);
        Assert.Equal([0, 0, 0, 0], numbers);
        actor.Step(2);
        actor.LastStep.Write(numbers);
        Assert.Equal([0, 0, 1, 1], numbers);
        var structure = UnrealLearnerTests.StructureOf(new UnrealOptions(), ObservationSpecification.Pixels(16, 16, 1));
        Assert.Equal(4, structure.SideInputs);
    }

    private static LearnerBench Bench(ulong seed, UnrealOptions? options = null)
    {
        var task = new ScriptedTask(ScriptedTask.DrawScript(new RandomGenerator(7), shortest: 20))
        {
            Shows = ObservationSpecification.Pixels(17, 24, 2),
        };
        return UnrealLearnerTests.Bench(task, options ?? Everything, seed, fusesUpdate: false);
    }

    private static RewardWindows Copy(RewardWindows windows, ExperienceRing ring)
    {
        var bytes = new MemoryStream();
        windows.Transfer(new StateTransfer(new BinaryWriter(bytes)));
        bytes.Position = 0;
        var copy = new RewardWindows(ring);
        copy.Transfer(new StateTransfer(new BinaryReader(bytes)));
        var (left, right) = (new RandomGenerator(9), new RandomGenerator(9));
        for (int i = 0; i < 5 && copy.Count > 0; i++) Assert.Equal(windows.Draw(left), copy.Draw(right));
        return copy;
    }
}
