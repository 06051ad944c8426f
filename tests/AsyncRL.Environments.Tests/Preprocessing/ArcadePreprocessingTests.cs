using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>The whole preprocessing: the calls that reach the game, the agent's observation, and the environment's contract.</summary>
public class ArcadePreprocessingTests
{
    private const int Moves = 200;

    private static readonly ObservationSpecification Screen = ObservationSpecification.Pixels(210, 160, 3);
    private static readonly PreprocessingOptions NoChance = new() { NoOpStarts = 0 };

    /// <summary>
    /// Learning or not, and options: defaults, all random options, no preprocessing, colors, a screen of one channel (its own size).
    /// </summary>
    public static TheoryData<bool, PreprocessingOptions> Cases => new()
    {
        { false, new PreprocessingOptions() },
        { true, new PreprocessingOptions() },
        { true, new PreprocessingOptions { StickyActions = 0.25, NoOpStarts = 7, TimeLimitFrames = 60, ActionRepeat = 3 } },
        { true, new PreprocessingOptions { Gray = false, FrameSize = 42, Stack = 2, StickyActions = 0.5 } },
        { false, new PreprocessingOptions { ActionRepeat = 1, Stack = 1, FrameSize = 10, NoOpStarts = 3 } },
    };

    [Fact]
    public void It_looks_as_in_the_paper_by_default()
    {
        IEnvironment wrapped = Wrap(new ScriptedGame(Screen) { Length = 1_000_000 }, new PreprocessingOptions(), learning: true);
        Assert.Equal(ObservationSpecification.Pixels(84, 84, 4), wrapped.Observation);
        Assert.Equal(ActionSpecification.Discrete(4), wrapped.Actions);
        Assert.Equal((4, 27_000), (wrapped.FramesPerAgentStep, wrapped.LongestEpisode));
    }

    [Fact]
    public void Of_each_agent_step_only_the_last_two_frames_are_drawn()
    {
        var game = new ScriptedGame(Screen);
        IEnvironment wrapped = Wrap(game, NoChance, learning: false);
        var seen = new Observation(wrapped.Observation);
        wrapped.Reset(seen);
        wrapped.Step(2, seen);
        wrapped.Step(1, seen);
        Assert.Equal("reset, skip 2, skip 2, draw 2, draw 2, skip 1, skip 1, draw 1, draw 1", game.TakeCalls());
    }

    /// <summary>The maximum of each color, then luminance, then size. Channels are the last four agent steps, at first zeros.</summary>
    [Fact]
    public void What_is_seen_is_the_stack_of_scaled_luminances_of_maxima()
    {
        IEnvironment wrapped = Wrap(new ScriptedGame(Screen), NoChance, learning: true);
        var seen = new Observation(wrapped.Observation);
        List<byte[]> frames = [new byte[84 * 84], new byte[84 * 84], new byte[84 * 84], Prepared(0, 0)];
        wrapped.Reset(seen);
        for (int step = 1; step <= 6; step++)
        {
            wrapped.Step(step % 4, seen);
            frames.Add(Prepared((4 * step) - 1, 4 * step));
            for (int pixel = 0; pixel < 84 * 84; pixel++)
            {
                for (int channel = 0; channel < 4; channel++)
                    Assert.Equal(frames[step + channel][pixel], seen.Pixels[(4 * pixel) + channel]);
            }
        }
    }

    [Fact]
    public void Rewards_of_the_frames_of_an_agent_step_are_summed_and_a_lost_life_ends_it_in_training_only()
    {
        foreach (bool learning in (bool[])[true, false])
        {
            var game = new ScriptedGame(Screen) { LivesAtStart = 2, LossesAt = [6], Length = 12 };
            IEnvironment wrapped = Wrap(game, NoChance, learning);
            var seen = new Observation(wrapped.Observation);
            wrapped.Reset(seen);
            Assert.Equal(1 + 2 + 3 + 4, wrapped.Step(1, seen).Reward);
            StepOutcome outcome = wrapped.Step(1, seen);
            Assert.Equal(learning, outcome.Terminated);
            Assert.Equal(learning ? 5 + 6 : 5 + 6 + 7 + 8, outcome.Reward);
            Assert.Equal(10 * outcome.Reward, outcome.RawReward);
            if (!learning) continue;
            game.TakeCalls();
            wrapped.Reset(seen);
            Assert.Equal("draw 0", game.TakeCalls());
        }
    }

    [Fact]
    public void Lives_do_not_end_episodes_of_training_where_the_option_says_so()
    {
        var game = new ScriptedGame(Screen) { LivesAtStart = 2, LossesAt = [2] };
        IEnvironment wrapped = Wrap(game, NoChance with { LifeLossTerminal = false }, learning: true);
        var seen = new Observation(wrapped.Observation);
        wrapped.Reset(seen);
        Assert.False(wrapped.Step(1, seen).IsEnd);
    }

    /// <summary>Starts without action are at the start of games, not of lives.</summary>
    [Fact]
    public void Only_a_restart_of_the_game_has_frames_without_action()
    {
        var game = new ScriptedGame(Screen) { LivesAtStart = 9, LossesAt = [40], Length = 80 };
        IEnvironment wrapped = Wrap(game, new PreprocessingOptions(), learning: true);
        var seen = new Observation(wrapped.Observation);
        bool hadFrames = false;
        for (int begun = 0; begun < 10; begun++)
        {
            wrapped.Reset(seen);
            hadFrames |= game.Calls.Count > 1;
            Assert.Equal("reset", game.Calls[0]);
            Finish(wrapped, seen);
            game.TakeCalls();
            wrapped.Reset(seen);
            Assert.Equal("draw 0", game.TakeCalls());
            Finish(wrapped, seen);
            game.TakeCalls();
        }

        Assert.True(hadFrames);
    }

    [Theory]
    [InlineData(4, 40, 10)]
    [InlineData(4, 43, 10)]
    [InlineData(1, 5, 5)]
    [InlineData(4, 3, 1)]
    public void The_time_limit_counts_frames_and_truncates_and_the_game_restarts(int repeat, int frames, int agentSteps)
    {
        var game = new ScriptedGame(Screen) { LivesAtStart = 3 };
        IEnvironment wrapped = Wrap(game, NoChance with { ActionRepeat = repeat, TimeLimitFrames = frames }, learning: true);
        var seen = new Observation(wrapped.Observation);
        wrapped.Reset(seen);
        for (int step = 1; step <= agentSteps; step++)
            Assert.Equal((false, step == agentSteps), Ends(wrapped.Step(0, seen)));
        game.TakeCalls();
        wrapped.Reset(seen);
        Assert.Equal("reset", game.TakeCalls());
        Assert.Equal(agentSteps, wrapped.LongestEpisode);
    }

    [Fact]
    public void The_generator_is_left_as_it_was()
    {
        var generator = new RandomGenerator(1);
        GeneratorState before = generator.State;
        var options = new PreprocessingOptions { StickyActions = 0.5 };
        new RandomPlayer(ArcadePreprocessing.Wrap(new ScriptedGame(Screen), options, generator, learning: true), seed: 1).Record(20);
        Assert.Equal(before, generator.State);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_seed_gives_one_trajectory_and_others_give_others(bool learning, PreprocessingOptions options)
    {
        List<StepRecord> first = new RandomPlayer(Lively(options, learning, 1), seed: 2).Record(Moves);
        Assert.Equal(first, new RandomPlayer(Lively(options, learning, 1), seed: 2).Record(Moves));
        Assert.NotEqual(first, new RandomPlayer(Lively(options, learning, 3), seed: 2).Record(Moves));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_state_restored_anywhere_goes_on_as_the_saved_one(bool learning, PreprocessingOptions options)
    {
        IEnvironment original = Lively(options, learning, seed: 1);
        var player = new RandomPlayer(original, seed: 2);
        for (int saved = 0; saved < 40; saved++)
        {
            bool isOver = player.Move().IsEnd;
            IEnvironment twin = Lively(options, learning, seed: 5), restored = Lively(options, learning, seed: 9);
            byte[] state = StateBytes.Of(original);
            StateBytes.Restore(twin, state);
            StateBytes.Restore(restored, state);
            StateBytes.Restore(twin, StateBytes.Of(restored));
            Assert.Equal(state, StateBytes.Of(twin));
            List<StepRecord> expected = From(twin, isOver).Record(15);
            Assert.Equal(expected, From(restored, isOver).Record(15));
        }
    }

    /// <summary>The original and the restored environment continue alike, so the state is complete.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_saved_is_all_that_matters(bool learning, PreprocessingOptions options)
    {
        for (int moves = 1; moves < 40; moves += 3)
        {
            IEnvironment original = Lively(options, learning, seed: 1), restored = Lively(options, learning, seed: 9);
            bool isOver = new RandomPlayer(original, seed: 2).Record(moves)[^1].Outcome.IsEnd;
            new RandomPlayer(restored, seed: 4).Record(17);
            StateBytes.Restore(restored, StateBytes.Of(original));
            Assert.Equal(From(original, isOver).Record(30), From(restored, isOver).Record(30));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_refused_changes_nothing(bool learning, PreprocessingOptions options)
    {
        IEnvironment wrapped = Lively(options, learning, seed: 1);
        var seen = new Observation(wrapped.Observation);
        Assert.Throws<InvalidOperationException>(() => wrapped.Step(0, seen));
        wrapped.Reset(seen);
        byte[] before = StateBytes.Of(wrapped);
        foreach (int action in (int[])[-1, 4, int.MaxValue])
            Assert.Throws<ArgumentOutOfRangeException>(() => wrapped.Step(action, seen));
        Assert.Equal(before, StateBytes.Of(wrapped));
        Finish(wrapped, seen);
        before = StateBytes.Of(wrapped);
        Assert.Throws<InvalidOperationException>(() => wrapped.Step(0, seen));
        Assert.Equal(before, StateBytes.Of(wrapped));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Running_allocates_nothing(bool learning, PreprocessingOptions options)
    {
        var player = new RandomPlayer(Lively(options, learning, seed: 1), seed: 2);
        for (int move = 0; move < Moves; move++) player.Move();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int move = 0; move < Moves; move++) player.Move();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IEnvironment Wrap(ScriptedGame game, PreprocessingOptions options, bool learning) =>
        ArcadePreprocessing.Wrap(game, options, new RandomGenerator(1), learning);

    /// <summary>Short games in which lives are lost.</summary>
    private static IEnvironment Lively(PreprocessingOptions options, bool learning, ulong seed)
    {
        var screen = ObservationSpecification.Pixels(21, 16, options.Stack == 4 ? 3 : 1);
        var game = new ScriptedGame(screen) { LivesAtStart = 3, LossesAt = [12, 40, 55], Length = 70, Keeps = false };
        return ArcadePreprocessing.Wrap(game, options, new RandomGenerator(seed), learning);
    }

    private static RandomPlayer From(IEnvironment environment, bool isOver)
    {
        var player = new RandomPlayer(environment, seed: 7);
        return isOver ? player : player.TakeOver();
    }

    private static void Finish(IEnvironment environment, Observation seen)
    {
        while (!environment.Step(1, seen).IsEnd)
        {
        }
    }

    private static (bool Terminated, bool Truncated) Ends(StepOutcome outcome) => (outcome.Terminated, outcome.Truncated);

    private static byte[] Prepared(int earlier, int latest)
    {
        byte[] colors = new byte[Screen.Size], gray = new byte[210 * 160], scaled = new byte[84 * 84];
        for (int i = 0; i < colors.Length; i++) colors[i] = Math.Max(ScriptedGame.Pixel(earlier, i), ScriptedGame.Pixel(latest, i));
        Luminance.Convert(colors, gray);
        AreaAverage.Between(ObservationSpecification.Pixels(210, 160, 1), ObservationSpecification.Pixels(84, 84, 1)).Apply(gray, scaled);
        return scaled;
    }
}
