using AsyncRL.Environments.Catch;
using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>The releases of balls: uniform over all releases that can be caught.</summary>
public class CatchReleaseTests
{
    [Fact]
    public void By_default_every_column_is_equally_likely()
    {
        var task = new CatchTask(new CatchOptions());
        long[] counts = new long[24];
        for (int episode = 0; episode < 24_000; episode++) counts[task.Reset().Game.ColumnOf(0)]++;
        ChiSquaredTest.IsUniform(counts);
    }

    [Fact]
    public void On_a_board_too_wide_for_its_height_every_column_in_reach_is_equally_likely()
    {
        var task = new CatchTask(new CatchOptions { Rows = 5, Columns = 40, PaddleWidth = 3 });
        const int Leftmost = 18 - 4, Rightmost = 20 + 4;
        double[] weights = new double[40];
        weights.AsSpan(Leftmost..(Rightmost + 1)).Fill(1);

        long[] counts = new long[40];
        for (int episode = 0; episode < 10_000; episode++) counts[task.Reset().Game.ColumnOf(0)]++;

        ChiSquaredTest.Fits(counts, weights);
    }

    /// <summary>9 columns, four rows, the paddle on column 4: three agent steps reach the landing columns 1 to 7.</summary>
    [Fact]
    public void With_drift_every_release_that_can_be_caught_is_equally_likely()
    {
        var task = new CatchTask(new CatchOptions { Rows = 4, Columns = 9, PaddleWidth = 1, Drift = 2 });
        double[] weights = new double[81];
        for (int column = 0; column < 9; column++)
        {
            for (int velocity = -2; velocity <= 2; velocity++)
            {
                int landing = NaiveBall.Path(column, velocity, 9, length: 4)[^1];
                if (landing is >= 1 and <= 7) weights[column * 9 + landing]++;
            }
        }

        long[] counts = new long[81];
        for (int episode = 0; episode < 20_000; episode++)
        {
            CatchGame game = task.Reset().Game;
            counts[game.ColumnOf(0) * 9 + game.LandingColumnOf(0)]++;
        }

        ChiSquaredTest.Fits(counts, weights);
    }

    [Fact]
    public void A_later_ball_lands_as_far_from_the_one_before_as_the_paddle_gets_between_them()
    {
        var task = new CatchTask(new CatchOptions { Rows = 9, Columns = 100, Balls = 2 });
        long[] counts = new long[9];
        for (int episode = 0; episode < 9_000; episode++)
        {
            CatchGame game = task.Reset().Game;
            for (int step = 0; step < 4; step++) task.Step(CatchTask.Stay);
            counts[4 + game.LandingColumnOf(1) - game.LandingColumnOf(0)]++;
        }

        ChiSquaredTest.IsUniform(counts);
    }
}
