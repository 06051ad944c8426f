using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Checking;
using AsyncRL.Randomness;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The common behaviour of all arcade games, frame by frame. The contract suite tests the games with preprocessing.</summary>
public class RawGameTests
{
    private const int Frames = 3000;

    public static TheoryData<string> Names => ArcadeCases.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_screen_is_160_by_210_grey_or_coloured(string name)
    {
        Assert.Equal(ObservationSpecification.Pixels(210, 160, 1), ArcadeCases.Create(name, seed: 1).Observation);
        Assert.Equal(ObservationSpecification.Pixels(210, 160, 3), ArcadeCases.Create(name, seed: 1, isColoured: true).Observation);
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
    public void Frames_that_nobody_sees_change_the_game_as_seen_ones_do(string name)
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
            Assert.Equal(outcome, unseen.StepUnseen(action));
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
    public void The_grey_screen_is_the_luminance_of_the_coloured_one(string name)
    {
        ArcadeGame grey = ArcadeCases.Create(name, seed: 1), coloured = ArcadeCases.Create(name, seed: 1, isColoured: true);
        Observation greys = new(grey.Observation), colours = new(coloured.Observation);
        var generator = new RandomGenerator(2);
        grey.Reset(greys);
        coloured.Reset(colours);
        for (int frame = 0, action = 0; frame < 2000; frame++)
        {
            if (frame % 16 == 0) action = generator.NextInteger(grey.Actions.Count);
            bool isOver = grey.Step(action, greys).IsEnd;
            Assert.Equal(isOver, coloured.Step(action, colours).IsEnd);
            if (frame % 50 == 0 || isOver) AssertLuminance(colours.Pixels, greys.Pixels);
            if (!isOver) continue;
            grey.Reset(greys);
            coloured.Reset(colours);
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
            outcome = game.StepUnseen(action);
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

    private static void AssertLuminance(ReadOnlySpan<byte> colours, ReadOnlySpan<byte> greys)
    {
        for (int pixel = 0; pixel < greys.Length; pixel++)
        {
            ReadOnlySpan<byte> colour = colours.Slice(3 * pixel, 3);
            Assert.Equal(new Colour(colour[0], colour[1], colour[2]).Luminance, greys[pixel]);
        }
    }
}
