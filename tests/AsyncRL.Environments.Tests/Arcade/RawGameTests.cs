using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The common behavior of all arcade games, frame by frame. The contract suite tests the games with preprocessing.</summary>
public class RawGameTests
{
    private const int Frames = 3000;

    public static TheoryData<string> Names => ArcadeCases.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_screen_is_160_by_210_gray_or_colored(string name)
    {
        Assert.Equal(ObservationSpecification.Pixels(210, 160, 1), ArcadeCases.Create(name, seed: 1).Observation);
        Assert.Equal(ObservationSpecification.Pixels(210, 160, 3), ArcadeCases.Create(name, seed: 1, isColored: true).Observation);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_action_is_to_do_nothing_and_all_differ(string name)
    {
        ReadOnlySpan<Joystick> moves = ArcadeCases.Create(name, seed: 1).Moves;
        Assert.Equal(Joystick.None, moves[0]);
        Assert.Equal(moves.Length, new HashSet<Joystick>(moves.ToArray()).Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Frames_that_are_not_rendered_change_the_game_as_rendered_ones_do(string name)
    {
        ArcadeGame seen = ArcadeCases.Create(name, seed: 1), unseen = ArcadeCases.Create(name, seed: 1);
        var observation = new Observation(seen.Observation);
        var generator = new RandomGenerator(2);
        int action = 0;
        for (int frame = 0; frame < Frames; frame++)
        {
            if (frame == 0) BeginBoth();
            if (frame % 8 == 0) action = generator.NextInteger(seen.Actions.Count);
            StepOutcome outcome = seen.Step(action, observation);
            Assert.Equal(outcome, unseen.StepWithoutRendering(action));
            if (outcome.IsEnd) BeginBoth();
        }

        Assert.Equal(StateBytes.Of(seen), StateBytes.Of(unseen));

        void BeginBoth()
        {
            seen.Reset(observation);
            unseen.Reset(observation);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gray_screen_is_the_luminance_of_the_colored_one(string name)
    {
        ArcadeGame gray = ArcadeCases.Create(name, seed: 1), colored = ArcadeCases.Create(name, seed: 1, isColored: true);
        Observation grays = new(gray.Observation), colors = new(colored.Observation);
        var generator = new RandomGenerator(2);
        gray.Reset(grays);
        colored.Reset(colors);
        for (int frame = 0, action = 0; frame < 2000; frame++)
        {
            if (frame % 16 == 0) action = generator.NextInteger(gray.Actions.Count);
            bool isOver = gray.Step(action, grays).IsEnd;
            Assert.Equal(isOver, colored.Step(action, colors).IsEnd);
            if (frame % 50 == 0 || isOver) AssertLuminance(colors.Pixels, grays.Pixels);
            if (!isOver) continue;
            gray.Reset(grays);
            colored.Reset(colors);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_drawn_over_an_older_one_is_the_whole_picture(string name)
    {
        foreach (bool isColored in (bool[])[false, true])
        {
            ArcadeGame game = ArcadeCases.Create(name, seed: 1, isColored);
            var over = new Observation(game.Observation);
            var player = new RandomPlayer(game, seed: 2);
            var drawn = new PictureCells(game.Observation);
            drawn.AddAll();
            for (int frame = 0; frame < 2000; frame++)
            {
                player.Move();
                if (frame % 3 == 0) continue;
                ((IRedrawable)game).Redraw(over.Pixels, drawn);
                Assert.True(player.Observation.Pixels.SequenceEqual(over.Pixels), $"Frame {frame} differs.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rewards_sum_to_the_score(string name)
    {
        ArcadeGame game = ArcadeCases.Create(name, seed: 1);
        game.Reset(new Observation(game.Observation));
        var generator = new RandomGenerator(2);
        float sum = 0;
        StepOutcome outcome = default;
        for (int frame = 0, action = 0; frame < 20 * Frames && !outcome.IsEnd; frame++)
        {
            if (frame % 8 == 0) action = generator.NextInteger(game.Actions.Count);
            outcome = game.StepWithoutRendering(action);
            sum += outcome.Reward;
            Assert.Equal(game.Score, sum);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Playing_allocates_nothing(string name)
    {
        ArcadeGame game = ArcadeCases.Create(name, seed: 1);
        var player = new RandomPlayer(game, seed: 2);
        for (int frame = 0; frame < Frames; frame++) player.Move();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 0; frame < 3 * Frames; frame++) player.Move();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertLuminance(ReadOnlySpan<byte> colors, ReadOnlySpan<byte> grays)
    {
        for (int pixel = 0; pixel < grays.Length; pixel++)
        {
            ReadOnlySpan<byte> color = colors.Slice(3 * pixel, 3);
            Assert.Equal(new Color(color[0], color[1], color[2]).Luminance, grays[pixel]);
        }
    }
}
