using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;
using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>Starts without action, checked by the calls that reach the game.</summary>
public class NoOpStartsTests
{
    private static readonly ObservationSpecification Image = ObservationSpecification.Pixels(5, 5, 1);

    [Fact]
    public void A_reset_takes_frames_without_action_of_which_the_last_is_drawn_and_seen()
    {
        var game = new ScriptedGame(Image);
        var starts = new NoOpStarts(game, 30, new RandomGenerator(1));
        var seen = new Observation(Image);
        var lengths = new long[31];
        for (int episode = 0; episode < 3100; episode++)
        {
            starts.Reset(seen);
            int frames = game.Calls.Count - 1;
            lengths[frames]++;
            for (int i = 0; i < Image.Size; i++) Assert.Equal(ScriptedGame.Pixel(frames, i), seen.Pixels[i]);
            Assert.Equal("reset", game.Calls[0]);
            for (int call = 1; call <= frames; call++) Assert.Equal(call == frames ? "draw 0" : "skip 0", game.Calls[call]);
            game.Calls.Clear();
        }

        var uniform = new double[31];
        Array.Fill(uniform, 1 / 31.0);
        ChiSquaredTest.Fits(lengths, uniform);
    }

    [Fact]
    public void A_game_that_ends_meanwhile_begins_again()
    {
        var game = new ScriptedGame(Image) { Length = 3 };
        var starts = new NoOpStarts(game, 30, new RandomGenerator(1));
        var seen = new Observation(Image);
        for (int episode = 0; episode < 100; episode++)
        {
            starts.Reset(seen);
            int frames = game.Calls.FindAll(call => call != "reset").Count;
            Assert.Equal(1 + (frames / 3), game.Calls.FindAll(call => call == "reset").Count);
            for (int i = 0; i < Image.Size; i++) Assert.Equal(ScriptedGame.Pixel(frames % 3, i), seen.Pixels[i]);
            Assert.False(starts.Step(1, seen).IsEnd && frames % 3 != 2);
            game.Calls.Clear();
        }
    }

    [Fact]
    public void Steps_pass_as_they_are()
    {
        var game = new ScriptedGame(Image) { LivesAtStart = 3 };
        var starts = new NoOpStarts(game, 0, new RandomGenerator(1));
        var seen = new Observation(Image);
        starts.Reset(seen);
        Assert.Equal(1, starts.Step(2, seen).Reward);
        Assert.Equal(2, starts.StepWithoutRendering(3).Reward);
        Assert.Equal("reset, draw 2, skip 3", game.TakeCalls());
        Assert.Equal(3, starts.Lives);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoOpStarts(game, -1, new RandomGenerator(1)));
    }
}
