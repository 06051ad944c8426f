using AsyncRL.Environments.Toys;

namespace AsyncRL.Environments.Tests.Toys;

/// <summary>The optimum is played. The best return without memory is found by trying every policy without memory.</summary>
public class AbcOptimumTests
{
    [Theory]
    [InlineData("discrete", "full", 3)]
    [InlineData("discrete", "partial", 3)]
    [InlineData("discrete", "partial", 2)]
    [InlineData("discrete", "full", 10)]
    [InlineData("discrete", "partial", 1000)]
    [InlineData("continuous", "full", 3)]
    [InlineData("continuous", "partial", 7)]
    [InlineData("continuous", "full", 1000)]
    public void A_player_that_remembers_the_start_and_acts_rightly_gets_exactly_1(string actions, string observable, int states)
    {
        var task = new AbcTask(new AbcOptions { Actions = actions, Observable = observable, States = states });
        for (int episode = 0; episode < 20; episode++)
        {
            int start = task.Reset();
            Assert.Equal(1, task.Play(time => task.RightAction((start + time) % states)));
        }
    }

    [Theory]
    [InlineData("discrete", 3, 30, 10)]
    [InlineData("continuous", 3, 30, 10)]
    [InlineData("discrete", 4, 10, 2.5)]
    [InlineData("continuous", 5, 1, 0.2)]
    public void Not_episodic_the_optimum_is_the_time_limit_over_the_states(string actions, int states, int timeLimit, double expected)
    {
        var task = new AbcTask(
            new AbcOptions { Actions = actions, Observable = "partial", Episodic = false, States = states, TimeLimit = timeLimit });
        int start = task.Reset();
        Assert.Equal(expected, task.Play(time => task.RightAction((start + time) % states)), 1e-6);
    }

    [Theory]
    [InlineData("discrete")]
    [InlineData("continuous")]
    public void Fully_observable_needs_no_memory(string actions) =>
        Assert.Equal(1, BestWithoutMemory(new AbcOptions { Actions = actions }, finer: 1), 1e-6);

    [Theory]
    [InlineData(2, 3.0 / 4)]
    [InlineData(3, 5.0 / 9)]
    [InlineData(4, 7.0 / 16)]
    public void Without_memory_a_choice_gets_at_most_2n_minus_1_over_n_squared(int states, double expected) =>
        Assert.Equal(expected, BestWithoutMemory(new AbcOptions { Observable = "partial", States = states }, finer: 1), 1e-6);

    [Theory]
    [InlineData(2, 5, 6.0 / 4)]
    [InlineData(3, 8, 10.0 / 9)]
    public void Without_memory_a_choice_that_ends_nothing_gets_at_most_n_plus_limit_minus_1_over_n_squared(
        int states, int timeLimit, double expected)
    {
        var options = new AbcOptions { Observable = "partial", Episodic = false, States = states, TimeLimit = timeLimit };
        Assert.Equal(expected, BestWithoutMemory(options, finer: 1), 1e-6);
    }

    /// <summary>The actions are the targets and a grid between them.</summary>
    [Theory]
    [InlineData(2, 4, 3.0 / 4)]
    [InlineData(3, 2, 7.0 / 9)]
    [InlineData(4, 1, 3.0 / 4)]
    public void Without_memory_a_number_gets_at_most_what_the_median_of_the_targets_gets(int states, int finer, double expected)
    {
        var options = new AbcOptions { Actions = "continuous", Observable = "partial", States = states };
        Assert.Equal(expected, BestWithoutMemory(options, finer), 1e-6);
    }

    [Theory]
    [InlineData(3, 8, (1 + (7 * 2.0 / 3)) / 3)]
    [InlineData(2, 5, 3.0 / 2)]
    public void Without_memory_a_number_that_ends_nothing_gets_the_median_in_every_agent_step_but_the_first(
        int states, int timeLimit, double expected)
    {
        var options = new AbcOptions
        {
            Actions = "continuous",
            Observable = "partial",
            Episodic = false,
            States = states,
            TimeLimit = timeLimit,
        };
        Assert.Equal(expected, BestWithoutMemory(options, finer: 1), 1e-6);
    }

    /// <summary>Of all maps from observations to actions, the best mean over the starts.</summary>
    private static double BestWithoutMemory(AbcOptions options, int finer)
    {
        var task = new AbcTask(options);
        float[] actions = Actions(task, options, finer);
        int policies = (int)Math.Pow(actions.Length, task.ObservationCount);
        double best = double.NegativeInfinity;
        float[] policy = new float[task.ObservationCount];
        for (int number = 0; number < policies; number++)
        {
            for (int seen = 0, rest = number; seen < policy.Length; seen++, rest /= actions.Length)
                policy[seen] = actions[rest % actions.Length];
            best = Math.Max(best, MeanReturn(task, options, policy));
        }

        return best;
    }

    private static float[] Actions(AbcTask task, AbcOptions options, int finer)
    {
        var actions = new List<float>();
        for (int state = 0; state < options.States; state++)
        {
            float right = task.RightAction(state), next = state + 1 < options.States ? task.RightAction(state + 1) : right;
            for (int step = 0; step < finer && (step == 0 || next > right); step++) actions.Add(right + ((next - right) * step / finer));
        }

        return [.. actions];
    }

    private static double MeanReturn(AbcTask task, AbcOptions options, float[] policy)
    {
        double sum = 0;
        for (int start = 0; start < options.States; start++)
        {
            task.ResetTo(start);
            sum += task.Play(_ => policy[task.SeenNumber]);
        }

        return sum / options.States;
    }
}
