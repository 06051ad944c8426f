using AsyncRL.Core.State;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Tests;

/// <summary>The time limit, around tasks that terminate after a known number of agent steps.</summary>
public class TimeLimitTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void It_truncates_in_the_last_step_that_it_allows_and_then_awaits_a_reset(int agentSteps)
    {
        var limited = new TimeLimit(new Countdown(length: 100), agentSteps);
        var observation = new Observation(limited.Observation);
        for (int episode = 0; episode < 2; episode++)
        {
            limited.Reset(observation);
            for (int step = 1; step <= agentSteps; step++)
                Assert.Equal(new StepOutcome(2, Terminated: false, Truncated: step == agentSteps), limited.Step(0, observation));
            Assert.Throws<InvalidOperationException>(() => limited.Step(0, observation));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_task_that_ends_within_the_limit_is_terminated_and_not_truncated(int agentSteps)
    {
        var limited = new TimeLimit(new Countdown(length: 5), agentSteps);
        var observation = new Observation(limited.Observation);
        limited.Reset(observation);
        for (int step = 1; step < 5; step++) Assert.False(limited.Step(0, observation).IsEnd);
        Assert.Equal(new StepOutcome(2, Terminated: true, Truncated: false), limited.Step(0, observation));
        Assert.Throws<InvalidOperationException>(() => limited.Step(0, observation));
    }

    [Fact]
    public void A_tighter_limit_inside_holds()
    {
        var limited = new TimeLimit(new TimeLimit(new Countdown(length: 100), 3), 10);
        var observation = new Observation(limited.Observation);
        limited.Reset(observation);
        for (int step = 1; step <= 3; step++) Assert.Equal(step == 3, limited.Step(0, observation).Truncated);
        Assert.Equal(3, limited.LongestEpisode);
        Assert.Equal(10, new TimeLimit(new Countdown(length: 100), 10).LongestEpisode);
        Assert.Equal(2, new TimeLimit(limited, 2).LongestEpisode);
    }

    [Fact]
    public void A_refused_action_takes_no_time()
    {
        var limited = new TimeLimit(new Countdown(length: 100), 2);
        var observation = new Observation(limited.Observation);
        Assert.Throws<InvalidOperationException>(() => limited.Step(0, observation));
        limited.Reset(observation);
        Assert.Throws<ArgumentOutOfRangeException>(() => limited.Step(1, observation));
        Assert.False(limited.Step(0, observation).Truncated);
        Assert.True(limited.Step(0, observation).Truncated);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void The_time_that_has_passed_is_saved_and_restored(int passed)
    {
        var original = new TimeLimit(new Countdown(length: 100), 9);
        var observation = new Observation(original.Observation);
        original.Reset(observation);
        for (int step = 0; step < passed; step++) original.Step(0, observation);
        var restored = new TimeLimit(new Countdown(length: 100), 9);
        restored.Reset(observation);
        restored.Step(0, observation);
        StateBytes.Restore(restored, StateBytes.Of(original));

        for (int step = passed + 1; step <= 9; step++) Assert.Equal(step == 9, restored.Step(0, observation).Truncated);
        Assert.Throws<InvalidOperationException>(() => restored.Step(0, observation));
    }

    [Fact]
    public void It_shows_and_takes_what_the_environment_inside_does()
    {
        var inner = new NoisyFrames(ObservationSpecification.Pixels(6, 5, 3), seed: 1, episodeLength: 9);
        var limited = new TimeLimit(inner, 4);
        Assert.Equal(inner.Observation, limited.Observation);
        Assert.Equal(inner.Actions, limited.Actions);
        Assert.Equal(3, limited.FramesPerAgentStep);
        Assert.Equal(4, limited.AgentSteps);
        Assert.Same(inner, limited.Inner);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeLimit(inner, 0));
    }

    /// <summary>Gives a reward of 2 for each agent step and terminates after some of them. It has one action.</summary>
    private sealed class Countdown(int length) : IEnvironment
    {
        private int _left;

        public ObservationSpecification Observation => ObservationSpecification.Vector(1);

        public ActionSpecification Actions => ActionSpecification.Discrete(1);

        public bool CanSave => true;

        public void Reset(Observation observation) => observation.Values[0] = _left = length;

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(action.Choice, 0, nameof(action));
            if (_left == 0) throw new InvalidOperationException("The countdown is at 0: a reset must come first.");
            observation.Values[0] = --_left;
            return new StepOutcome(Reward: 2, Terminated: _left == 0, Truncated: false);
        }

        public void Transfer(StateTransfer state) => state.Number(ref _left, "agent steps left");

    }
}
