using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>The action repeat, around a game that records its calls.</summary>
public class ActionRepeatTests
{
    private static readonly ObservationSpecification Image = ObservationSpecification.Pixels(7, 11, 3);

    [Theory]
    [InlineData(1, "draw 3")]
    [InlineData(2, "draw 3, draw 3")]
    [InlineData(4, "skip 3, skip 3, draw 3, draw 3")]
    public void Only_the_last_two_frames_are_drawn(int frames, string calls)
    {
        var game = new ScriptedGame(Image);
        (ActionRepeat repeat, Observation seen) = Begin(game, frames);
        for (int step = 0; step < 3; step++)
        {
            repeat.Step(3, seen);
            Assert.Equal(calls, game.TakeCalls());
        }

        Assert.Equal(frames, repeat.FramesPerAgentStep);
    }

    [Fact]
    public void What_is_seen_is_the_larger_of_each_two_bytes()
    {
        (ActionRepeat repeat, Observation seen) = Begin(new ScriptedGame(Image), 4);
        AssertShows(seen, 0, 0);
        repeat.Step(0, seen);
        AssertShows(seen, 3, 4);
        repeat.Step(0, seen);
        AssertShows(seen, 7, 8);
    }

    [Fact]
    public void Without_repetition_each_frame_is_seen_alone()
    {
        (ActionRepeat repeat, Observation seen) = Begin(new ScriptedGame(Image), 1);
        repeat.Step(0, seen);
        AssertShows(seen, 1, 1);
        repeat.Step(0, seen);
        AssertShows(seen, 2, 2);
    }

    [Fact]
    public void Rewards_are_summed_and_raw_rewards_for_themselves()
    {
        (ActionRepeat repeat, Observation seen) = Begin(new ScriptedGame(Image), 4);
        Assert.Equal(new StepOutcome(1 + 2 + 3 + 4, false, false) { RawReward = 100 }, repeat.Step(0, seen));
        Assert.Equal(new StepOutcome(5 + 6 + 7 + 8, false, false) { RawReward = 260 }, repeat.Step(0, seen));
    }

    /// <summary>A game of 4 frames plus the given length. It ends in that frame of the second agent step.</summary>
    [Theory]
    [InlineData(1, "skip 2", 3, 4, 5)]
    [InlineData(2, "skip 2, skip 2", 3, 4, 5 + 6)]
    [InlineData(3, "skip 2, skip 2, draw 2", 7, 7, 5 + 6 + 7)]
    [InlineData(4, "skip 2, skip 2, draw 2, draw 2", 7, 8, 5 + 6 + 7 + 8)]
    public void An_end_ends_the_repetition_and_the_last_frames_drawn_are_seen(
        int frame, string calls, int earlier, int latest, float reward)
    {
        var game = new ScriptedGame(Image) { Length = 4 + frame };
        (ActionRepeat repeat, Observation seen) = Begin(game, 4);
        repeat.Step(1, seen);
        game.TakeCalls();
        seen.Pixels.Clear();

        Assert.Equal(new StepOutcome(reward, true, false) { RawReward = 10 * reward }, repeat.Step(2, seen));
        Assert.Equal(calls, game.TakeCalls());
        AssertShows(seen, earlier, latest);
        Assert.Throws<InvalidOperationException>(() => repeat.Step(2, seen));
    }

    [Fact]
    public void A_truncation_stays_one()
    {
        (ActionRepeat repeat, Observation seen) = Begin(new ScriptedGame(Image) { Length = 2, Truncates = true }, 4);
        Assert.Equal(new StepOutcome(3, Terminated: false, Truncated: true) { RawReward = 30 }, repeat.Step(0, seen));
    }

    [Fact]
    public void Frames_of_an_episode_before_are_not_seen()
    {
        (ActionRepeat repeat, Observation seen) = Begin(new ScriptedGame(Image) { Length = 1 }, 4);
        repeat.Step(0, seen);
        AssertShows(seen, 0, 0);
        repeat.Reset(seen);
        repeat.Step(0, seen);
        AssertShows(seen, 0, 0);
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(3, 334)]
    [InlineData(4, 250)]
    public void The_longest_episode_counts_agent_steps(int frames, int longest) =>
        Assert.Equal(longest, new ActionRepeat(new ScriptedGame(Image), frames).LongestEpisode);

    [Fact]
    public void What_was_seen_is_saved_and_restored()
    {
        (ActionRepeat original, Observation seen) = Begin(new ScriptedGame(Image) { Length = 5 }, 4);
        original.Step(0, seen);
        var restored = new ActionRepeat(new ScriptedGame(Image) { Length = 5 }, 4);
        StateBytes.Restore(restored, StateBytes.Of(original));

        seen.Pixels.Clear();
        Assert.True(restored.Step(0, seen).Terminated);
        AssertShows(seen, 3, 4);
    }

    /// <summary>Lengths close to those of vectors, and bytes on both sides of 128, at which signed bytes change their sign.</summary>
    [Fact]
    public void The_maximum_is_that_of_every_byte()
    {
        for (int length = 0; length < 200; length++)
        {
            byte[] left = new byte[length], right = new byte[length], larger = new byte[length];
            for (int i = 0; i < length; i++) (left[i], right[i]) = (ScriptedGame.Pixel(1, i), ScriptedGame.Pixel(length, i));
            ActionRepeat.Maximum(left, right, larger);
            for (int i = 0; i < length; i++) Assert.Equal(Math.Max(left[i], right[i]), larger[i]);
        }
    }

    [Fact]
    public void Vectors_and_less_than_one_frame_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ActionRepeat(new ScriptedGame(ObservationSpecification.Vector(3)), 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActionRepeat(new ScriptedGame(Image), 0));
    }

    private static (ActionRepeat Repeat, Observation Seen) Begin(ScriptedGame game, int frames)
    {
        var repeat = new ActionRepeat(game, frames);
        var seen = new Observation(repeat.Observation);
        repeat.Reset(seen);
        game.TakeCalls();
        return (repeat, seen);
    }

    private static void AssertShows(Observation seen, int earlier, int latest)
    {
        for (int i = 0; i < seen.Pixels.Length; i++)
            Assert.Equal(Math.Max(ScriptedGame.Pixel(earlier, i), ScriptedGame.Pixel(latest, i)), seen.Pixels[i]);
    }
}
