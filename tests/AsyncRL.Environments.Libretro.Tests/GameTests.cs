using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Libretro.Definition;
using AsyncRL.Environments.Preprocessing;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Libretro.Tests;

/// <summary>A real core plays a real game: Escape From Pong, as the definition in the documents describes it.</summary>
public sealed class GameTests
{
    private static readonly string File = Repository.PathOf("docs/environments/escape-from-pong.json");

    [NesFact]
    public void The_same_actions_give_the_same_frames_on_two_threads()
    {
        ulong[] hashes = new ulong[2];
        Thread[] threads = [new Thread(() => hashes[0] = Play(400)), new Thread(() => hashes[1] = Play(400))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(hashes[0], hashes[1]);
    }

    [NesFact]
    public void A_saved_state_continues_alike_in_another_instance()
    {
        using LibretroGame game = NewGame();
        var observation = new Observation(game.Observation);
        game.Reset(observation);
        for (int i = 0; i < 50; i++) game.Step(AgentAction.FromChoice(i % 5), observation);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        game.Transfer(new StateTransfer(writer));
        ulong expected = Play(game, 100);

        memory.Position = 0;
        using LibretroGame other = NewGame();
        using var reader = new BinaryReader(memory);
        other.Transfer(new StateTransfer(reader));
        Assert.Equal(memory.Length, memory.Position);
        Assert.Equal(expected, Play(other, 100));
    }

    [NesFact]
    public void Every_episode_begins_with_the_same_picture_of_the_court()
    {
        using LibretroGame game = NewGame();
        var first = new Observation(game.Observation);
        var second = new Observation(game.Observation);
        game.Reset(first);
        for (int i = 0; i < 30; i++) game.Step(AgentAction.FromChoice(4), second);
        Assert.False(first.Pixels.SequenceEqual(second.Pixels));
        game.Reset(second);
        Assert.True(first.Pixels.SequenceEqual(second.Pixels));
        Assert.Equal((240, 256, 3), (game.Observation.Height, game.Observation.Width, game.Observation.Channels));
        int white = 0;
        foreach (byte number in first.Pixels) white += number > 200 ? 1 : 0;
        Assert.InRange(white, 10_000, 100_000);
    }

    [NesFact]
    public void An_undrawn_frame_is_the_same_frame_of_the_game()
    {
        using LibretroGame drawn = NewGame();
        using LibretroGame undrawn = NewGame();
        (var seen, var last) = (new Observation(drawn.Observation), new Observation(drawn.Observation));
        drawn.Reset(seen);
        undrawn.Reset(last);
        for (int i = 0; i < 40; i++)
        {
            drawn.Step(AgentAction.FromChoice(i % 5), seen);
            if (i < 39) undrawn.StepWithoutRendering(AgentAction.FromChoice(i % 5));
            else undrawn.Step(AgentAction.FromChoice(i % 5), last);
        }

        Assert.True(seen.Pixels.SequenceEqual(last.Pixels));
    }

    /// <summary>Memory 0x13 and 0x14 are the ball's position, which the picture shows.</summary>
    [NesFact]
    public void Facts_are_what_the_picture_shows()
    {
        using LibretroGame game = NewGame();
        var observation = new Observation(game.Observation);
        game.Reset(observation);
        for (int i = 0; i < 60; i++) game.Step(AgentAction.FromChoice(0), observation);
        IStateFacts facts = IStateFacts.Of(game)!;
        Span<double> values = stackalloc double[facts.Facts.Count];
        facts.ReadFacts(values);
        bool isThere = false;
        for (int row = (int)values[1] - 4; row <= values[1] + 12; row++)
        {
            for (int column = (int)values[0] - 4; column <= values[0] + 12; column++)
                isThere |= observation.Pixels[3 * ((row * 256) + column)] > 200;
        }

        Assert.True(isThere, $"The ball should be near {values[0]}, {values[1]}.");
    }

    [NesFact]
    public void Rewards_and_ends_come_from_memory()
    {
        // The ball's position changes in nearly every frame, so that the test needs no skill.
        GameDefinition definition = DefinitionReader.Read(File) with
        {
            Rewards = [new RewardTerm(new MemoryNumber(0x13, 1, NumberForm.Unsigned, false), RewardKind.Difference, 0.5)],
            Ends = [new EndCondition(new MemoryNumber(0x13, 1, NumberForm.Unsigned, false), 0, 0, Changes: true)],
        };
        using var game = new LibretroGame(definition);
        var observation = new Observation(game.Observation);
        Span<double> before = stackalloc double[4], after = stackalloc double[4];
        game.Reset(observation);
        game.ReadFacts(before);
        StepOutcome outcome = default;
        for (int i = 0; i < 30 && !outcome.Terminated; i++) outcome = game.Step(AgentAction.FromChoice(0), observation);
        game.ReadFacts(after);
        Assert.True(outcome.Terminated);
        Assert.NotEqual(0, outcome.Reward);
        Assert.Equal(0.5 * (after[0] - before[0]), outcome.Reward);
        Assert.Throws<InvalidOperationException>(() => game.Step(AgentAction.FromChoice(0), observation));
    }

    [NesFact]
    public void A_step_allocates_nothing()
    {
        EnvironmentDescription description = LibretroBridge.Describe(File);
        using IEnvironment environment = description.CreateForLearning(new PreprocessingOptions(), new RandomGenerator(1));
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        for (int i = 0; i < 20; i++) environment.Step(AgentAction.FromChoice(i % 5), observation);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) environment.Step(AgentAction.FromChoice(i % 5), observation);
        environment.Reset(observation);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [NesFact]
    public void A_state_that_the_core_refuses_gets_a_sentence()
    {
        using LibretroGame game = NewGame();
        var observation = new Observation(game.Observation);
        game.Reset(observation);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        game.Transfer(new StateTransfer(writer));
        byte[] bytes = memory.ToArray();
        Array.Clear(bytes, 1, 64);
        var problem = Assert.Throws<InvalidDataException>(() =>
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            game.Transfer(new StateTransfer(reader));
        });
        Assert.Contains("the core refuses the state of the machine", problem.Message, StringComparison.Ordinal);
    }

    [NesFact]
    public void No_file_is_left()
    {
        HashSet<string> before = Directories();
        using LibretroGame game = NewGame();
        Assert.Subset(before, Directories());
    }

    [NesFact]
    public void A_wrong_core_game_or_address_gets_a_sentence()
    {
        GameDefinition definition = DefinitionReader.Read(File);
        AssertRefused(
            definition with { Core = "nestopi_libretro.so" },
            "There is no libretro core nestopi_libretro.so; expected its path,", "sudo apt-get install libretro-nestopi)");
        AssertRefused(
            definition with { Core = typeof(GameTests).Assembly.Location },
            "The core ", " cannot be loaded (", "; expected a core of libretro for this machine.");
        AssertRefused(definition with { Core = LibraryOfTheSystem }, " has no function retro_api_version; expected a core of libretro.");
        AssertRefused(definition with { Game = "/nowhere.nes" }, "The game /nowhere.nes cannot be read; expected a file.");
        AssertRefused(
            definition with { Game = File }, "The core nestopia_libretro.so refuses the game ", "expected a game of its machine (nes, ");
        MemoryNumber far = new(4096, 1, NumberForm.Unsigned, false);
        AssertRefused(
            definition with { Lives = far },
            "The address of lives is 4096, of 1 bytes in a memory of 2048; expected at most 2047.");
    }

    private static HashSet<string> Directories() => [.. Directory.EnumerateDirectories(Path.GetTempPath(), "asyncrl-libretro-*")];

    private static string LibraryOfTheSystem => Directory.GetFiles(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so")[0];

    private static void AssertRefused(GameDefinition definition, params string[] parts)
    {
        var problem = Assert.Throws<InputException>(() => new LibretroGame(definition));
        foreach (string part in parts) Assert.Contains(part, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    private static LibretroGame NewGame() => new(DefinitionReader.Read(File));

    private static ulong Play(int frames)
    {
        using LibretroGame game = NewGame();
        var observation = new Observation(game.Observation);
        game.Reset(observation);
        return Play(game, frames);
    }

    private static ulong Play(LibretroGame game, int frames)
    {
        var observation = new Observation(game.Observation);
        ulong hash = 14695981039346656037;
        var generator = new RandomGenerator(7);
        for (int i = 0; i < frames; i++)
        {
            StepOutcome outcome = game.Step(AgentAction.FromChoice(generator.NextInteger(5)), observation);
            foreach (byte number in observation.Pixels) hash = (hash ^ number) * 1099511628211;
            if (outcome.IsEnd) game.Reset(observation);
        }

        return hash;
    }
}
