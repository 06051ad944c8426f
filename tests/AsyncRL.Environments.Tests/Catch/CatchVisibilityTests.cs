using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Catch;
using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>The frames in which balls are visible.</summary>
public class CatchVisibilityTests
{
    [Fact]
    public void First_frame_shows_each_ball_only_where_it_is_released()
    {
        CatchTask task = new CatchTask(new CatchOptions { Visibility = "first-frame", Balls = 5, Drift = 1 }).Reset();
        Assert.Equal([task.Game.ColumnOf(0)], BallPixels(task.Observation));
        while (!task.IsOver)
        {
            task.Step(CatchTask.Stay);
            int newest = task.Game.EndBall - 1;
            Assert.Equal(task.Game.AgeOf(newest) == 0 ? [task.Game.ColumnOf(newest)] : [], BallPixels(task.Observation));
        }
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("0.0", false)]
    [InlineData("1", true)]
    [InlineData("always", true)]
    public void Balls_are_never_or_always_seen_at_the_ends_of_the_range(string visibility, bool isSeen)
    {
        CatchTask task = new CatchTask(new CatchOptions { Visibility = visibility, Balls = 3 }).Reset();
        for (int step = 0; step < 22; step++)
        {
            Assert.Equal(isSeen, BallPixels(task.Observation).Count > 0);
            task.Step(CatchTask.Stay);
        }
    }

    /// <summary>Counts pairs of successive frames, by whether each of the two shows balls.</summary>
    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("0.2", 0.2)]
    public void Each_frame_shows_the_balls_with_the_probability_given_whatever_came_before(string visibility, double probability)
    {
        var task = new CatchTask(new CatchOptions { Visibility = visibility });
        long[] counts = new long[4];
        for (int episode = 0; episode < 1000; episode++)
        {
            task.Reset();
            for (int pair = 0; pair < 10; pair++)
            {
                int before = BallPixels(task.Observation).Count;
                task.Step(CatchTask.Stay);
                counts[2 * before + BallPixels(task.Observation).Count]++;
                task.Step(CatchTask.Stay);
            }
        }

        double hidden = 1 - probability;
        ChiSquaredTest.Fits(counts, [hidden * hidden, hidden * probability, probability * hidden, probability * probability]);
    }

    [Fact]
    public void A_frame_shows_all_balls_or_none()
    {
        CatchTask task = new CatchTask(new CatchOptions { Visibility = "0.5", Balls = 2 }).Reset();
        for (int step = 0; step < 22; step++)
        {
            int inTheAir = task.Game.EndBall - task.Game.FirstBall;
            Assert.Contains(BallPixels(task.Observation).Count, (int[])[0, inTheAir]);
            task.Step(CatchTask.Stay);
        }
    }

    [Theory]
    [InlineData("0.3")]
    [InlineData("first-frame")]
    public void One_seed_plays_the_same_game_however_much_is_seen(string visibility)
    {
        var options = new CatchOptions { Balls = 4, Drift = 2 };
        var seen = new CatchTask(options);
        var hidden = new CatchTask(options with { Visibility = visibility });
        for (int episode = 0; episode < 20; episode++)
        {
            seen.Play(CatchPlayers.Random(new RandomGenerator(2)));
            hidden.Play(CatchPlayers.Random(new RandomGenerator(2)));
            Assert.Equal(seen.Rewards, hidden.Rewards);
            for (int ball = 0; ball < 4; ball++) Assert.Equal(seen.Game.LandingColumnOf(ball), hidden.Game.LandingColumnOf(ball));
        }
    }

    [Fact]
    public void The_paddle_is_always_seen()
    {
        CatchTask task = new CatchTask(new CatchOptions { Visibility = "0", Rows = 3, Columns = 5 }).Reset();
        Assert.Equal(".....\n.....\n.###.\n", Picture.Of(task.Observation));
    }

    /// <summary>The columns of the white pixels above the bottom row.</summary>
    private static List<int> BallPixels(Observation observation)
    {
        List<int> columns = [];
        int width = observation.Specification.Width;
        for (int pixel = 0; pixel < observation.Pixels.Length - width; pixel++)
        {
            if (observation.Pixels[pixel] == 255) columns.Add(pixel % width);
        }

        return columns;
    }
}
