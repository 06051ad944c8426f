using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Catch;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>Several balls per episode.</summary>
public class CatchBallsTests
{
    [Theory]
    [InlineData(2, 11)]
    [InlineData(5, 4)]
    [InlineData(23, 1)]
    [InlineData(60, 1)]
    public void Balls_are_released_at_a_regular_spacing(int balls, int spacing)
    {
        CatchTask task = new CatchTask(new CatchOptions { Balls = balls }).Reset();
        Assert.Equal(spacing, task.Game.Spacing);
        Assert.Equal(1, task.Game.EndBall);
        while (!task.IsOver)
        {
            int before = task.Game.EndBall;
            task.Step(CatchTask.Stay);
            bool isDue = task.Rewards.Count % spacing == 0 && before < balls;
            Assert.Equal(before + (isDue ? 1 : 0), task.Game.EndBall);
            if (isDue) Assert.Equal(0, task.Game.RowOf(before));
        }

        Assert.Equal(balls, task.Game.EndBall);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(23)]
    public void As_many_balls_as_fit_are_in_the_air_at_once(int balls)
    {
        CatchTask task = new CatchTask(new CatchOptions { Balls = balls }).Reset();
        int most = 1;
        while (!task.IsOver)
        {
            task.Step(CatchTask.Stay);
            int inTheAir = 0;
            for (int ball = task.Game.FirstBall; ball < task.Game.EndBall; ball++)
            {
                if (task.Game.RowOf(ball) < task.Game.Rows - 1) inTheAir++;
            }

            most = Math.Max(most, inTheAir);
        }

        Assert.Equal(balls, most);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(7, 5)]
    [InlineData(60, 2)]
    public void Each_ball_pays_once_after_its_landing_and_the_last_payment_ends_the_episode(int balls, int delay)
    {
        var task = new CatchTask(new CatchOptions { Balls = balls, RewardDelay = delay });
        task.Play(CatchPlayers.Random(new RandomGenerator(2)));

        List<int> paid = [];
        for (int step = 0; step < task.Rewards.Count; step++)
        {
            if (task.Rewards[step] != 0) paid.Add(step + 1);
        }

        List<int> expected = [];
        for (int ball = 0; ball < balls; ball++) expected.Add(23 + ball * task.Game.Spacing + delay);
        Assert.Equal(expected, paid);
        Assert.Equal(expected[^1], task.Rewards.Count);
        Assert.All(task.Rewards, reward => Assert.Contains(reward, (float[])[-1, 0, 1]));
    }

    [Fact]
    public void Each_ball_pays_by_its_own_landing()
    {
        var task = new CatchTask(new CatchOptions { Balls = 6, Drift = 2, Columns = 9 });
        var generator = new RandomGenerator(2);
        int caught = 0, missed = 0;
        for (int episode = 0; episode < 200; episode++)
        {
            task.Reset();
            while (!task.IsOver)
            {
                task.Step(generator.NextInteger(3));
                float expected = LandingReward(task.Game);
                Assert.Equal(expected, task.Rewards[^1]);
                if (expected > 0) caught++;
                if (expected < 0) missed++;
            }
        }

        Assert.True(caught > 100 && missed > 100);
    }

    private static int LandingReward(CatchGame game)
    {
        for (int ball = game.FirstBall; ball < game.EndBall; ball++)
        {
            int offset = game.ColumnOf(ball) - game.PaddleColumn;
            if (game.RowOf(ball) == game.Rows - 1) return offset >= 0 && offset < game.PaddleWidth ? 1 : -1;
        }

        return 0;
    }
}
