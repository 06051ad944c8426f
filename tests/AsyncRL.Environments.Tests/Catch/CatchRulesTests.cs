using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Catch;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>Paddle, fall, landing, reward and the end, with one ball.</summary>
public class CatchRulesTests
{
    [Fact]
    public void By_default_an_episode_lasts_23_agent_steps_and_terminates_with_its_only_reward()
    {
        CatchTask task = new CatchTask(new CatchOptions()).Play(_ => CatchTask.Stay);

        Assert.Equal(23, task.Rewards.Count);
        Assert.Equal(0, task.Game.FirstBall);
        Assert.All(task.Rewards[..^1], reward => Assert.Equal(0, reward));
        Assert.Equal(1, MathF.Abs(task.Rewards[^1]));
    }

    [Theory]
    [InlineData(24, 3, 10)]
    [InlineData(5, 1, 2)]
    [InlineData(5, 5, 0)]
    public void The_paddle_starts_in_the_center(int columns, int width, int expected) =>
        Assert.Equal(expected, new CatchTask(new CatchOptions { Columns = columns, PaddleWidth = width }).Reset().Game.PaddleColumn);

    [Fact]
    public void The_paddle_moves_one_column_per_agent_step_and_stays_on_the_board()
    {
        CatchTask task = new CatchTask(new CatchOptions { Columns = 6, PaddleWidth = 2 }).Reset();
        List<int> columns = [];
        foreach (int action in (int[])[CatchTask.Left, CatchTask.Left, CatchTask.Left, CatchTask.Stay, CatchTask.Right, CatchTask.Right,
            CatchTask.Right, CatchTask.Right, CatchTask.Right, CatchTask.Left])
        {
            task.Step(action);
            columns.Add(task.Game.PaddleColumn);
        }

        Assert.Equal([1, 0, 0, 0, 1, 2, 3, 4, 4, 3], columns);
    }

    [Theory]
    [InlineData(5, 1, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(10, 3, new[] { 0, 3, 6, 9 })]
    [InlineData(10, 4, new[] { 0, 4, 8, 9 })]
    [InlineData(2, 7, new[] { 0, 1 })]
    public void A_ball_falls_by_its_speed_and_its_last_stretch_ends_on_the_bottom_row(int rows, int speed, int[] expected)
    {
        CatchTask task = new CatchTask(new CatchOptions { Rows = rows, BallSpeed = speed }).Reset();
        List<int> seen = [task.Game.RowOf(0)];
        while (!task.IsOver)
        {
            task.Step(CatchTask.Stay);
            seen.Add(task.Game.RowOf(0));
        }

        Assert.Equal(expected, seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void A_ball_pays_1_on_any_column_of_the_paddle_and_minus_1_beside_it(int width)
    {
        var task = new CatchTask(new CatchOptions { Rows = 8, Columns = 9, PaddleWidth = width });
        Func<CatchGame, int> player = CatchPlayers.Random(new RandomGenerator(2));
        var offsets = new SortedSet<int>();
        for (int episode = 0; episode < 1000; episode++)
        {
            task.Play(player);
            int offset = task.Game.ColumnOf(0) - task.Game.PaddleColumn;
            offsets.Add(offset);
            Assert.Equal(offset >= 0 && offset < width ? 1 : -1, task.Return);
        }

        Assert.Superset(new HashSet<int> { 0, width - 1 }, offsets);
        if (width < 9) Assert.Superset(new HashSet<int> { -1, width }, offsets);
    }

    [Fact]
    public void The_paddle_moves_before_the_ball_lands_in_the_same_agent_step()
    {
        CatchTask task = new CatchTask(new CatchOptions { Rows = 2, Columns = 2, PaddleWidth = 1 }).ResetUntilBallIsIn(1);
        Assert.Equal(0, task.Game.PaddleColumn);

        task.Step(CatchTask.Right);

        Assert.True(task.IsOver);
        Assert.Equal(1, task.Return);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_ball_drifts_steadily_and_bounces_off_the_walls(int drift)
    {
        var task = new CatchTask(new CatchOptions { Rows = 20, Columns = 6, Drift = drift });
        var velocities = new SortedSet<int>();
        for (int episode = 0; episode < 300; episode++)
        {
            task.Reset();
            List<int> path = [task.Game.ColumnOf(0)];
            while (!task.IsOver)
            {
                task.Step(CatchTask.Stay);
                path.Add(task.Game.ColumnOf(0));
            }

            int velocity = -drift;
            while (velocity <= drift && !NaiveBall.Path(path[0], velocity, 6, path.Count).SequenceEqual(path)) velocity++;
            Assert.InRange(velocity, -drift, drift);
            velocities.Add(velocity);
        }

        Assert.True(velocities.Count >= drift + 1, "Too few different velocities.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void A_delay_shifts_the_rewards_and_leaves_the_rest_as_it_was(int delay)
    {
        var options = new CatchOptions { Balls = 4, Drift = 1 };
        CatchTask prompt = new CatchTask(options).Play(CatchPlayers.Random(new RandomGenerator(2)));
        CatchTask delayed = new CatchTask(options with { RewardDelay = delay }).Play(CatchPlayers.Random(new RandomGenerator(2)));

        Assert.Equal([.. new float[delay], .. prompt.Rewards], delayed.Rewards);
    }

    [Fact]
    public void The_paddle_still_moves_while_rewards_are_due()
    {
        CatchTask task = new CatchTask(new CatchOptions { RewardDelay = 3 }).Reset();
        for (int step = 0; step < 23; step++) task.Step(CatchTask.Stay);

        task.Step(CatchTask.Left);

        Assert.Equal(9, task.Game.PaddleColumn);
        Assert.False(task.IsOver);
    }

    [Fact]
    public void What_pays_is_where_the_paddle_was_at_the_landing()
    {
        var options = new CatchOptions { Rows = 3, Columns = 9, PaddleWidth = 1, RewardDelay = 4 };
        CatchTask task = new CatchTask(options).ResetUntilBallIsIn(4);
        for (int step = 0; step < 2; step++) task.Step(CatchTask.Stay);
        for (int step = 0; step < 4; step++) task.Step(CatchTask.Right);

        Assert.True(task.IsOver);
        Assert.Equal(1, task.Return);
    }
}
