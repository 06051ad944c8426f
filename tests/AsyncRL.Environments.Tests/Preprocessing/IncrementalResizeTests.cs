using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Preprocessing;
using AsyncRL.Environments.Tests.Arcade;
using AsyncRL.Environments.Tests.Contract;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>What is computed only where it changed equals, in every byte, what is computed everywhere.</summary>
public class IncrementalResizeTests
{
    private const int Moves = 400;

    /// <summary>
    /// Height, width, channels, size of the result, action repeat: the arcade's screens, no repetition, one row or column, fewer bytes in a
    /// row than a vector has, rows that are no whole vectors, more rows than bands, larger results, other numbers of channels.
    /// </summary>
    public static TheoryData<int, int, int, int, int> Screens => new()
    {
        { 210, 160, 1, 84, 4 },
        { 210, 160, 3, 84, 4 },
        { 210, 160, 1, 84, 1 },
        { 210, 160, 1, 84, 2 },
        { 210, 160, 1, 42, 3 },
        { 210, 160, 1, 105, 4 },
        { 210, 160, 1, 1, 4 },
        { 210, 160, 1, 79, 4 },
        { 1, 1, 1, 5, 2 },
        { 1, 160, 1, 84, 3 },
        { 160, 1, 3, 84, 3 },
        { 21, 16, 1, 10, 4 },
        { 20, 30, 1, 84, 4 },
        { 20, 33, 1, 84, 4 },
        { 37, 41, 6, 13, 4 },
        { 64, 64, 1, 63, 4 },
        { 65, 257, 1, 32, 4 },
        { 300, 500, 2, 84, 3 },
    };

    /// <summary>
    /// Every game of the arcade: with its defaults, its tested variants, in color, with other sizes, without repetition and stack, with
    /// short episodes by the time limit, with sticky actions, with lives that end no episode.
    /// </summary>
    public static TheoryData<string, string> Games()
    {
        var games = new TheoryData<string, string>();
        foreach (object[] row in ContractCase.All())
        {
            if (ArcadeCases.IsOne((string)row[0])) games.Add((string)row[0], (string)row[1]);
        }

        foreach (string name in ArcadeCases.All)
        {
            games.Add(name, "sticky-actions=0.25 time-limit-frames=600");
            games.Add(name, "gray=false time-limit-frames=400");
            games.Add(name, "action-repeat=1 no-op-starts=0 time-limit-frames=90");
            games.Add(name, "action-repeat=2 frame-size=64 stack=1 time-limit-frames=200");
            games.Add(name, "action-repeat=3 frame-size=105 gray=false stack=2 sticky-actions=0.5");
            games.Add(name, "frame-size=30 stack=3 life-loss-terminal=false");
        }

        return games;
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public void Screens_that_change_at_random_are_shown_as_by_the_plain_wrappers(int height, int width, int channels, int size, int repeat)
    {
        var screen = ObservationSpecification.Pixels(height, width, channels);
        var plain = new Resize(new ActionRepeat(new ChangingFrames(screen, seed: 1), repeat), size, size);
        var fast = new IncrementalResize(new ActionRepeat(new ChangingFrames(screen, seed: 1), repeat), size, size);
        var twins = new Twins(plain, fast, seed: 2);
        twins.Play(Moves);
        Assert.True(twins.Episodes > 3);
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void Every_game_is_shown_as_by_the_plain_wrappers(string name, string options)
    {
        foreach (bool learning in (bool[])[true, false])
        {
            var twins = new Twins(Create(name, options, learning, isPlain: true), Create(name, options, learning, isPlain: false), seed: 3);
            twins.Play(3 * Moves);
            Assert.True(twins.Episodes > 0);
        }
    }

    /// <summary>One state goes into environments that have shown quite different things before.</summary>
    [Theory]
    [MemberData(nameof(Games))]
    public void What_was_shown_before_a_state_is_restored_does_not_matter(string name, string options)
    {
        IEnvironment original = Create(name, options, learning: true, isPlain: true);
        var player = new RandomPlayer(original, seed: 5);
        for (int saved = 0; saved < 10; saved++)
        {
            bool isOver = player.Record(1 + (17 * saved))[^1].Outcome.IsEnd;
            IEnvironment other = Create(name, options, learning: true, isPlain: false, seed: 7);
            new RandomPlayer(other, seed: 6).Record(30);
            byte[] state = StateBytes.Of(original);
            StateBytes.Restore(other, state);
            Assert.Equal(state, StateBytes.Of(other));
            IEnvironment plain = Create(name, options, learning: true, isPlain: true, seed: 8);
            StateBytes.Restore(plain, state);
            Assert.Equal(From(plain, isOver).Record(20), From(other, isOver).Record(20));
        }
    }

    [Fact]
    public void The_preprocessing_of_games_uses_it_and_a_game_behind_an_unknown_wrapper_is_drawn_by_that_wrapper()
    {
        var options = new PreprocessingOptions { Stack = 1 };
        IEnvironment usual = ArcadePreprocessing.Wrap(
            ArcadeCases.Create("pong", seed: 1), options, new RandomGenerator(1), learning: true);
        Assert.IsType<IncrementalResize>(Assert.IsType<TimeLimit>(usual).Inner);

        IEnvironment inverted = ArcadePreprocessing.Wrap(
            new Inverted(ArcadeCases.Create("pong", seed: 1)), options, new RandomGenerator(1), learning: true);
        IEnvironment plain = PlainPreprocessing.Wrap(
            new Inverted(ArcadeCases.Create("pong", seed: 1)), options, new RandomGenerator(1), learning: true);
        new Twins(plain, inverted, seed: 1).Play(Moves);
    }

    private static IEnvironment Create(string name, string options, bool learning, bool isPlain, ulong seed = 1)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(name)!;
        var parsed = (PreprocessingOptions)ContractCase.OptionsOf(description, options);
        var generator = new RandomGenerator(seed);
        IFrameEnvironment game = ArcadeCases.Create(parsed, generator);
        return isPlain
            ? PlainPreprocessing.Wrap(game, parsed, generator, learning) : ArcadePreprocessing.Wrap(game, parsed, generator, learning);
    }

    private static RandomPlayer From(IEnvironment environment, bool isOver)
    {
        var player = new RandomPlayer(environment, seed: 9);
        return isOver ? player : player.TakeOver();
    }

    /// <summary>Changes the pictures of a game, so that the game's own drawing is not what is shown.</summary>
    private sealed class Inverted(IFrameEnvironment inner) : FrameWrapper(inner)
    {
        public override void Reset(Observation observation)
        {
            Inner.Reset(observation);
            Invert(observation.Pixels);
        }

        public override StepOutcome Step(AgentAction action, Observation observation)
        {
            StepOutcome outcome = Inner.Step(action, observation);
            Invert(observation.Pixels);
            return outcome;
        }

        private static void Invert(Span<byte> pixels)
        {
            foreach (ref byte pixel in pixels) pixel ^= 255;
        }
    }
}

/// <summary>
/// The preprocessing as a sequence of wrappers of which each computes all that it shows: what <see cref="ArcadePreprocessing"/> must equal.
/// </summary>
internal static class PlainPreprocessing
{
    internal static IEnvironment Wrap(IFrameEnvironment game, PreprocessingOptions options, RandomGenerator generator, bool learning)
    {
        IFrameEnvironment frames = game;
        if (options.StickyActions > 0) frames = new StickyActions(frames, options.StickyActions, generator.Split(0));
        if (options.NoOpStarts > 0) frames = new NoOpStarts(frames, options.NoOpStarts, generator.Split(1));
        if (learning && options.LifeLossTerminal) frames = new EpisodicLife(frames);
        IEnvironment seen = new ActionRepeat(frames, options.ActionRepeat);
        if (options.Gray && seen.Observation.Channels > 1) seen = new Luminance(seen);
        seen = new Resize(seen, options.FrameSize, options.FrameSize);
        if (options.Stack > 1) seen = new FrameStack(seen, options.Stack);
        return new TimeLimit(seen, Math.Max(1, options.TimeLimitFrames / options.ActionRepeat));
    }
}
