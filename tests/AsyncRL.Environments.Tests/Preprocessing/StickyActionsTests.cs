using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Preprocessing;
using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>Sticky actions, checked by the calls that reach the game.</summary>
public class StickyActionsTests
{
    private static readonly ObservationSpecification Image = ObservationSpecification.Pixels(2, 2, 1);

    [Fact]
    public void A_probability_of_0_changes_nothing_and_of_1_lets_nothing_through()
    {
        Assert.Equal("reset, draw 3, skip 1, draw 2", Play(probability: 0));
        Assert.Equal("reset, draw 0, skip 0, draw 0", Play(probability: 1));
    }

    /// <summary>Two frames of many episodes. Before the first frame the action is the no-op. The second frame takes 2 or the action of the
    /// first frame.</summary>
    [Fact]
    public void The_action_of_the_frame_before_is_repeated_as_often_as_the_probability_says()
    {
        var game = new ScriptedGame(Image);
        var sticky = new StickyActions(game, 0.25, new RandomGenerator(1));
        var seen = new Observation(Image);
        string[] courses = ["reset, skip 3, skip 2", "reset, skip 3, skip 3", "reset, skip 0, skip 2", "reset, skip 0, skip 0"];
        var counts = new long[courses.Length];
        for (int episode = 0; episode < 10_000; episode++)
        {
            sticky.Reset(seen);
            sticky.StepWithoutRendering(3);
            sticky.StepWithoutRendering(2);
            counts[Array.IndexOf(courses, game.TakeCalls())]++;
        }

        ChiSquaredTest.Fits(counts, [0.75 * 0.75, 0.75 * 0.25, 0.25 * 0.75, 0.25 * 0.25]);
    }

    [Fact]
    public void A_new_episode_does_not_know_the_last_ones_actions()
    {
        var game = new ScriptedGame(Image) { Length = 2 };
        var sticky = new StickyActions(game, 0.5, new RandomGenerator(1));
        var seen = new Observation(Image);
        for (int episode = 0; episode < 40; episode++)
        {
            sticky.Reset(seen);
            game.TakeCalls();
            sticky.Step(3, seen);
            Assert.Contains(game.TakeCalls(), (string[])["draw 0", "draw 3"]);
            sticky.Step(3, seen);
        }
    }

    [Fact]
    public void What_is_refused_draws_nothing()
    {
        var sticky = new StickyActions(new ScriptedGame(Image) { Length = 1 }, 0.5, new RandomGenerator(1));
        var seen = new Observation(Image);
        byte[] before = StateBytes.Of(sticky);
        Assert.Throws<InvalidOperationException>(() => sticky.Step(1, seen));
        Assert.Equal(before, StateBytes.Of(sticky));
        sticky.Reset(seen);
        before = StateBytes.Of(sticky);
        Assert.Throws<ArgumentOutOfRangeException>(() => sticky.StepWithoutRendering(4));
        Assert.Equal(before, StateBytes.Of(sticky));
        Assert.True(sticky.Step(1, seen).Terminated);
        Assert.Throws<InvalidOperationException>(() => sticky.StepWithoutRendering(1));
    }

    [Fact]
    public void Probabilities_out_of_range_are_refused()
    {
        foreach (double probability in (double[])[-0.1, 1.1, double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new StickyActions(new ScriptedGame(Image), probability, new RandomGenerator(1)));
        }
    }

    private static string Play(double probability)
    {
        var game = new ScriptedGame(Image);
        var sticky = new StickyActions(game, probability, new RandomGenerator(1));
        var seen = new Observation(Image);
        sticky.Reset(seen);
        sticky.Step(3, seen);
        sticky.StepWithoutRendering(1);
        sticky.Step(2, seen);
        return game.TakeCalls();
    }
}
