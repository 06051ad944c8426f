using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>Lost lives as ends, checked by the calls that reach the game.</summary>
public class EpisodicLifeTests
{
    private static readonly ObservationSpecification Image = ObservationSpecification.Pixels(2, 2, 1);

    [Fact]
    public void A_lost_life_terminates_and_the_game_goes_on_by_a_frame_without_action()
    {
        var game = new ScriptedGame(Image) { LivesAtStart = 3, LossesAt = [2, 5], Length = 8 };
        var lives = new EpisodicLife(game);
        var seen = new Observation(Image);
        lives.Reset(seen);
        Assert.False(lives.Step(1, seen).IsEnd);
        Assert.Equal(new StepOutcome(2, Terminated: true, Truncated: false) { RawReward = 20 }, lives.StepWithoutRendering(2));
        Assert.Throws<InvalidOperationException>(() => lives.Step(1, seen));
        Assert.Throws<InvalidOperationException>(() => lives.StepWithoutRendering(1));
        Assert.Equal("reset, draw 1, skip 2", game.TakeCalls());

        lives.Reset(seen);
        Assert.Equal("draw 0", game.TakeCalls());
        Assert.Equal(ScriptedGame.Pixel(3, 1), seen.Pixels[1]);
        Assert.False(lives.Step(1, seen).IsEnd);
        Assert.True(lives.Step(1, seen).Terminated);
        lives.Reset(seen);
        Assert.False(lives.Step(1, seen).IsEnd);
        Assert.True(lives.Step(1, seen).Terminated);
        game.TakeCalls();
        lives.Reset(seen);
        Assert.Equal(("reset", 3), (game.TakeCalls(), lives.Lives));
    }

    [Fact]
    public void A_reset_in_the_middle_of_a_life_restarts_the_game()
    {
        var game = new ScriptedGame(Image) { LivesAtStart = 3, LossesAt = [2] };
        var lives = new EpisodicLife(game);
        var seen = new Observation(Image);
        lives.Reset(seen);
        lives.Step(1, seen);
        lives.Reset(seen);
        Assert.Equal("reset, draw 1, reset", game.TakeCalls());
    }

    [Fact]
    public void A_game_that_ends_in_the_frame_without_action_restarts()
    {
        var game = new ScriptedGame(Image) { LivesAtStart = 2, LossesAt = [1], Length = 2 };
        var lives = new EpisodicLife(game);
        var seen = new Observation(Image);
        lives.Reset(seen);
        Assert.True(lives.Step(1, seen).Terminated);
        lives.Reset(seen);
        Assert.Equal("reset, draw 1, draw 0, reset", game.TakeCalls());
        Assert.Equal(ScriptedGame.Pixel(0, 1), seen.Pixels[1]);
    }

    /// <summary>Frame 3 costs a life between two episodes, in a frame without an observation. It must not end the next episode.</summary>
    [Fact]
    public void A_life_lost_in_the_frame_without_action_ends_nothing()
    {
        var game = new ScriptedGame(Image) { LivesAtStart = 3, LossesAt = [2, 3] };
        var lives = new EpisodicLife(game);
        var seen = new Observation(Image);
        lives.Reset(seen);
        lives.Step(1, seen);
        Assert.True(lives.Step(1, seen).Terminated);
        lives.Reset(seen);
        Assert.False(lives.Step(1, seen).IsEnd);
    }

    [Fact]
    public void The_end_of_the_game_stays_what_it_is_though_it_costs_a_life()
    {
        var game = new ScriptedGame(Image) { LivesAtStart = 1, LossesAt = [3], Length = 3, Truncates = true };
        var lives = new EpisodicLife(game);
        var seen = new Observation(Image);
        lives.Reset(seen);
        lives.StepWithoutRendering(0);
        lives.StepWithoutRendering(0);
        Assert.Equal(new StepOutcome(3, Terminated: false, Truncated: true) { RawReward = 30 }, lives.Step(0, seen));
        game.TakeCalls();
        lives.Reset(seen);
        Assert.Equal("reset", game.TakeCalls());
        Assert.False(lives.Step(0, seen).IsEnd);
    }

    [Fact]
    public void That_a_life_was_lost_is_saved_and_restored()
    {
        var seen = new Observation(Image);
        var original = new EpisodicLife(new ScriptedGame(Image) { LivesAtStart = 3, LossesAt = [1, 3] });
        original.Reset(seen);
        original.Step(1, seen);
        var game = new ScriptedGame(Image) { LivesAtStart = 3, LossesAt = [1, 3] };
        var restored = new EpisodicLife(game);
        StateBytes.Restore(restored, StateBytes.Of(original));

        Assert.Throws<InvalidOperationException>(() => restored.Step(1, seen));
        restored.Reset(seen);
        Assert.Equal("draw 0", game.TakeCalls());
        StateBytes.Restore(original, StateBytes.Of(restored));
        Assert.True(original.Step(1, seen).Terminated);
    }
}
