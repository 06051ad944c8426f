using AsyncRL.Core.Randomness;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>Pictures by OSMesa.</summary>
public class PictureTests
{
    [PictureFact]
    public void The_agent_sees_a_stack_of_gray_pictures_that_change()
    {
        using IEnvironment environment = Bench.Make("pendulum", "pixels=true", "time-limit=20");
        Assert.Equal(ObservationSpecification.Pixels(84, 84, 4), environment.Observation);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        byte[] first = observation.Pixels.ToArray();
        Assert.True(CountOfValues(first) > 3, "The picture is empty.");
        environment.Step(AgentAction.FromValues([1]), observation);
        Assert.NotEqual(first, observation.Pixels.ToArray());
    }

    [PictureFact]
    public void A_picture_allocates_nothing_and_a_restored_state_shows_the_same()
    {
        using IEnvironment original = Bench.Make("pendulum", "pixels=true", "frame-size=16"), restored = Bench.Make(
            "pendulum", new RandomGenerator(5), "pixels=true", "frame-size=16");
        (Observation seen, Observation shown) = (new(original.Observation), new(restored.Observation));
        original.Reset(seen);
        using var state = new MemoryStream();
        original.SaveState(new BinaryWriter(state));
        restored.Reset(shown);
        state.Position = 0;
        restored.RestoreState(new BinaryReader(state));
        float[] action = [0.5f];
        for (int i = 0; i < 5; i++)
        {
            original.Step(AgentAction.FromValues(action), seen);
            restored.Step(AgentAction.FromValues(action), shown);
            Assert.Equal(seen.Pixels.ToArray(), shown.Pixels.ToArray());
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++) original.Step(AgentAction.FromValues(action), seen);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The engine replaces the state of an unstable simulation, and the new one has nothing to do with the last action.</summary>
    [PictureFact]
    public void An_unstable_simulation_leaves_the_last_picture()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.At("unstable.xml");
        File.WriteAllText(file, Bench.Unstable);
        string[] options = [$"model={file}", "reward.alive=1", "pixels=true", "gray=false", "stack=1"];
        using IEnvironment environment = Bench.Make("model", options), restored = Bench.Make("model", options);
        (Observation seen, Observation shown) = (new(environment.Observation), new(restored.Observation));
        environment.Reset(seen);
        byte[] first = seen.Pixels.ToArray(), before = first;
        StepOutcome outcome = default;
        for (int steps = 0; !outcome.IsEnd && steps < 500; steps++)
        {
            before = seen.Pixels.ToArray();
            using var state = new MemoryStream();
            environment.SaveState(new BinaryWriter(state));
            state.Position = 0;
            restored.RestoreState(new BinaryReader(state));
            outcome = environment.Step(AgentAction.FromValues([1]), seen);
        }

        Assert.True(outcome.Truncated);
        Assert.NotEqual(first, before);
        Assert.Equal(before, seen.Pixels.ToArray());

        // A restored environment shows the same without having drawn a step.
        Assert.True(restored.Step(AgentAction.FromValues([1]), shown).Truncated);
        Assert.Equal(before, shown.Pixels.ToArray());
    }

    [PictureFact]
    public void Two_threads_draw_the_same_as_one()
    {
        byte[] alone = Draw(), first = [], second = [];
        var threads = new Thread[] { new(() => first = Draw()), new(() => second = Draw()) };
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(alone, first);
        Assert.Equal(alone, second);
    }

    /// <summary>A screen that was made in one thread is drawn in another, as evaluations and actor-learners do.</summary>
    [PictureFact]
    public void The_screen_for_people_shows_the_state_in_any_thread()
    {
        using IEnvironment environment = Bench.Make("cartpole", "reset-noise=0");
        environment.Reset(new Observation(environment.Observation));
        IDisplay display = environment.Display!;
        (Observation here, Observation there) = (new(display.Image), new(display.Image));
        display.DrawImage(here);
        var thread = new Thread(() => display.DrawImage(there));
        thread.Start();
        thread.Join();
        Assert.Equal(here.Pixels.ToArray(), there.Pixels.ToArray());
        Assert.Equal(50, display.FrameRate);

        // The pole hangs down: its orange is below the middle of the picture.
        int above = CountOrange(here, 0, 110), below = CountOrange(here, 130, 240);
        Assert.True(below > 100 && above == 0, $"{above} orange pixels above, {below} below.");
    }

    private static int CountOrange(Observation image, int from, int to)
    {
        int count = 0;
        for (int pixel = from * 320; pixel < to * 320; pixel++)
        {
            ReadOnlySpan<byte> color = image.Pixels.Slice(3 * pixel, 3);
            if (color[0] > 2 * color[2] && color[0] > 60) count++;
        }

        return count;
    }

    private static byte[] Draw()
    {
        var drawn = new List<byte>();
        using IEnvironment environment = Bench.Make("reacher", new RandomGenerator(3), "pixels=true", "frame-size=32");
        var observation = new Observation(environment.Observation);
        var generator = new RandomGenerator(1);
        environment.Reset(observation);
        for (int i = 0; i < 5; i++)
        {
            environment.Step(Bench.Draw(environment, generator), observation);
            drawn.AddRange(observation.Pixels);
        }

        return [.. drawn];
    }

    private static int CountOfValues(byte[] pixels) => new HashSet<byte>(pixels).Count;
}
