using AsyncRL.Environments.Toys;
using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests.Toys;

/// <summary>States, rewards, ends and observations of ABC.</summary>
public class AbcRulesTests
{
    [Fact]
    public void Each_agent_step_leads_to_the_next_state_and_after_the_last_to_the_first()
    {
        var task = new AbcTask(new AbcOptions { States = 4, Episodic = false });
        int state = task.Reset();
        for (int step = 0; step < 12; step++)
        {
            task.Step(0);
            state = (state + 1) % 4;
            float[] expected = new float[4];
            expected[state] = 1;
            Assert.Equal(expected, task.Seen.Values.ToArray());
        }
    }

    [Fact]
    public void Partially_observable_shows_the_state_at_the_start_only_and_always_the_progress()
    {
        var task = new AbcTask(new AbcOptions { Observable = "partial", Episodic = false });
        task.ResetTo(2);
        Assert.Equal([0, 0, 1, 1, 0, 0], task.Seen.Values.ToArray());
        foreach (float[] progress in (float[][])[[0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0]])
        {
            task.Step(0);
            Assert.Equal([0, 0, 0, .. progress], task.Seen.Values.ToArray());
        }
    }

    [Fact]
    public void The_state_in_which_an_episode_begins_is_uniform()
    {
        var task = new AbcTask(new AbcOptions { States = 5 });
        long[] counts = new long[5];
        for (int episode = 0; episode < 5000; episode++) counts[task.Reset()]++;
        ChiSquaredTest.IsUniform(counts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wrong_choice_pays_nothing_and_terminates_if_the_task_is_episodic(bool episodic)
    {
        var task = new AbcTask(new AbcOptions { Episodic = episodic });
        task.ResetTo(1);
        Assert.Equal(new StepOutcome(1f / 3, false, false), task.Step(1));
        Assert.Equal(new StepOutcome(0, Terminated: episodic, Truncated: false), task.Step(1));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(-0.5f, 0.75f)]
    [InlineData(0, 0.5f)]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    public void A_number_pays_less_the_farther_it_is_from_the_target_and_does_not_end_the_episode(float number, float share)
    {
        var task = new AbcTask(new AbcOptions { Actions = "continuous" });
        task.ResetTo(0);
        Assert.Equal(new StepOutcome(share / 3, false, false), task.Step(number));
    }

    [Theory]
    [InlineData(2, new[] { -1f, 1 })]
    [InlineData(3, new[] { -1f, 0, 1 })]
    [InlineData(5, new[] { -1f, -0.5f, 0, 0.5f, 1 })]
    public void Targets_lie_evenly_from_minus_1_to_1(int states, float[] expected)
    {
        var task = new AbcTask(new AbcOptions { States = states, Actions = "continuous" });
        for (int state = 0; state < states; state++) Assert.Equal(expected[state], task.RightAction(state));
    }

    [Theory]
    [InlineData("discrete")]
    [InlineData("continuous")]
    public void Episodic_terminates_after_the_last_state_and_otherwise_the_time_limit_truncates(string actions)
    {
        Assert.Equal((3, true, false), LengthAndEnd(new AbcOptions { Actions = actions, TimeLimit = 2 }));
        Assert.Equal((30, false, true), LengthAndEnd(new AbcOptions { Actions = actions, Episodic = false }));
        Assert.Equal((1, false, true), LengthAndEnd(new AbcOptions { Actions = actions, Episodic = false, TimeLimit = 1 }));
    }

    private static (int Length, bool Terminated, bool Truncated) LengthAndEnd(AbcOptions options)
    {
        var task = new AbcTask(options);
        int start = task.Reset();
        for (int time = 0; time < 100; time++)
        {
            StepOutcome outcome = task.Step(task.RightAction((start + time) % options.States));
            if (outcome.IsEnd) return (time + 1, outcome.Terminated, outcome.Truncated);
        }

        throw new InvalidOperationException("The episode did not end within 100 agent steps.");
    }
}
