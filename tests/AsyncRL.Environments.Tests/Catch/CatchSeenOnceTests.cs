using AsyncRL.Environments.Catch;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>
/// Catch whose ball is visible only in the first frame, played without memory. The first action may depend on the ball; all other actions
/// depend only on the position of the paddle.
/// </summary>
public class CatchSeenOnceTests
{
    private const int Directions = 3;

    /// <summary>Boards on which the ball may land anywhere, because the paddle reaches both walls from its start.</summary>
    [Theory]
    [InlineData(4, 7, 1)]
    [InlineData(3, 5, 1)]
    [InlineData(6, 8, 2)]
    public void No_policy_without_memory_catches_balls_in_more_than_three_paddles_columns(int rows, int columns, int width)
    {
        var task = new CatchTask(new CatchOptions { Rows = rows, Columns = columns, PaddleWidth = width, Visibility = "first-frame" });
        int places = columns - width + 1, policies = (int)Math.Pow(Directions, places);
        int best = 0;
        for (int policy = 0; policy < policies; policy++)
        {
            int rest = policy;
            int[] actions = new int[places];
            foreach (ref int action in actions.AsSpan()) (rest, action) = Math.DivRem(rest, Directions);
            best = Math.Max(best, CatchableColumns(task, paddle => actions[paddle]));
        }

        Assert.Equal(3 * width, best);
    }

    /// <summary>Left of the start moves to the left wall, right of it to the right wall, and otherwise stays.</summary>
    [Fact]
    public void By_default_nine_columns_of_24_are_attained()
    {
        var task = new CatchTask(new CatchOptions { Visibility = "first-frame" });
        int start = task.Reset().Game.PaddleColumn;
        Assert.Equal(9, CatchableColumns(task, paddle => CatchTask.Stay + Math.Sign(paddle - start)));
    }

    [Fact]
    public void A_player_that_remembers_the_first_frame_catches_every_ball()
    {
        var task = new CatchTask(new CatchOptions { Visibility = "first-frame" });
        for (int episode = 0; episode < 100; episode++) Assert.Equal(1, task.Play(CatchPlayers.Perfect).Return);
    }

    /// <summary>Counts the columns in which a ball is caught after the best of the first actions.</summary>
    private static int CatchableColumns(CatchTask task, Func<int, int> chooseByPaddle)
    {
        int catchable = 0;
        for (int column = 0; column < task.Game.Columns; column++)
        {
            float best = -1;
            for (int first = 0; first < Directions; first++)
            {
                task.ResetUntilBallIsIn(column).Step(first);
                while (!task.IsOver) task.Step(chooseByPaddle(task.Game.PaddleColumn));
                best = Math.Max(best, task.Return);
            }

            if (best == 1) catchable++;
        }

        return catchable;
    }
}
