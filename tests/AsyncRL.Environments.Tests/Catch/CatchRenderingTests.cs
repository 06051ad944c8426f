using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Catch;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>Boards as pixels.</summary>
public class CatchRenderingTests
{
    [Fact]
    public void The_board_is_drawn_with_one_pixel_per_cell()
    {
        CatchTask task = new CatchTask(new CatchOptions { Rows = 4, Columns = 6, PaddleWidth = 3 }).ResetUntilBallIsIn(5);
        Assert.Equal(ObservationSpecification.Pixels(4, 6, 1), task.Observation.Specification);
        Assert.Equal(".....#\n......\n......\n.###..\n", Picture.Of(task.Observation));

        task.Step(CatchTask.Left);
        Assert.Equal("......\n.....#\n......\n###...\n", Picture.Of(task.Observation));

        task.Step(CatchTask.Right);
        Assert.Equal("......\n......\n.....#\n.###..\n", Picture.Of(task.Observation));

        task.Step(CatchTask.Stay);
        Assert.Equal("......\n......\n......\n.###.#\n", Picture.Of(task.Observation));
    }

    [Fact]
    public void All_balls_on_the_board_are_drawn_and_landed_ones_vanish()
    {
        CatchTask task = PlayUntilTheSecondBallIsIn(4);
        Assert.Equal(".....\n....#\n.....\n...#.\n#....\n", Picture.Of(task.Observation));
        task.Step(CatchTask.Left);
        Assert.Equal(".....\n.....\n....#\n.....\n#..#.\n", Picture.Of(task.Observation));
        task.Step(CatchTask.Left);
        Assert.Equal(".....\n.....\n.....\n....#\n#....\n", Picture.Of(task.Observation));
    }

    [Fact]
    public void Only_the_paddle_is_drawn_while_the_last_reward_is_due()
    {
        CatchTask task = new CatchTask(new CatchOptions { Rows = 2, Columns = 5, RewardDelay = 1 }).Play(_ => CatchTask.Right);
        Assert.Equal(".....\n..###\n", Picture.Of(task.Observation));
    }

    /// <summary>84 / 24 = 3.5: cells start at the pixels 0, 3, 7, 10, 14, …</summary>
    [Fact]
    public void On_84x84_pixels_cells_take_3_or_4_pixels_where_the_board_has_24()
    {
        CatchTask task = new CatchTask(new CatchOptions { Rendering = "84", Stack = 1 }).ResetUntilBallIsIn(1);
        Assert.Equal(ObservationSpecification.Pixels(84, 84, 1), task.Observation.Specification);

        string[] lines = Picture.Of(task.Observation).Split('\n');
        string empty = new('.', 84);
        string ball = "...####" + new string('.', 77);
        string paddle = new string('.', 35) + new string('#', 10) + new string('.', 39);
        for (int row = 0; row < 84; row++) Assert.Equal(row < 3 ? ball : row < 80 ? empty : paddle, lines[row]);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(24, 24)]
    [InlineData(33, 17)]
    [InlineData(83, 50)]
    [InlineData(84, 84)]
    public void On_84x84_pixels_every_pixel_shows_the_cell_it_belongs_to(int rows, int columns)
    {
        var options = new CatchOptions { Rows = rows, Columns = columns, PaddleWidth = 2, Balls = 3, Drift = 1 };
        var board = new CatchTask(options);
        var large = new CatchTask(options with { Rendering = "84", Stack = 1 });
        var generator = new RandomGenerator(2);
        board.Reset();
        large.Reset();
        while (!board.IsOver)
        {
            int action = generator.NextInteger(3);
            board.Step(action);
            large.Step(action);
            for (int y = 0; y < 84; y++)
            {
                for (int x = 0; x < 84; x++)
                {
                    byte cell = board.Observation.Pixels[CellAt(y, rows) * columns + CellAt(x, columns)];
                    Assert.Equal(cell, large.Observation.Pixels[y * 84 + x]);
                }
            }
        }
    }

    [Fact]
    public void The_network_of_the_paper_sees_the_last_four_frames()
    {
        var stacked = new CatchTask(new CatchOptions { Rendering = "84" });
        var single = new CatchTask(new CatchOptions { Rendering = "84", Stack = 1 });
        Assert.Equal(ObservationSpecification.Pixels(84, 84, 4), stacked.Observation.Specification);

        string empty = Picture.Of(new Observation(single.Observation.Specification));
        List<string> frames = [empty, empty, empty, Picture.Of(single.Reset().Observation)];
        stacked.Reset();
        foreach (int action in (int[])[0, 0, 2, 1, 2, 2])
        {
            for (int age = 0; age < 4; age++) Assert.Equal(frames[^(4 - age)], Picture.Of(stacked.Observation, channel: age));
            stacked.Step(action);
            single.Step(action);
            frames.Add(Picture.Of(single.Observation));
        }
    }

    [Theory]
    [InlineData("board", null, 1)]
    [InlineData("board", 3, 3)]
    [InlineData("84", null, 4)]
    [InlineData("84", 2, 2)]
    public void The_stack_is_the_renderings_own_unless_it_is_given(string rendering, int? stack, int expected)
    {
        var task = new CatchTask(new CatchOptions { Rendering = rendering, Stack = stack });
        Assert.Equal(expected, task.Observation.Specification.Channels);
    }

    /// <summary>The first ball falls in the previous column; the paddle moves to the left.</summary>
    private static CatchTask PlayUntilTheSecondBallIsIn(int column)
    {
        var task = new CatchTask(new CatchOptions { Rows = 5, Columns = 5, PaddleWidth = 1, Balls = 2 });
        for (int attempt = 0; attempt < CatchTask.MostAttempts; attempt++)
        {
            task.ResetUntilBallIsIn(column - 1);
            for (int step = 0; step < 3; step++) task.Step(CatchTask.Left);
            if (task.Game.ColumnOf(1) == column) return task;
        }

        Assert.Fail($"In {CatchTask.MostAttempts} episodes no second ball was released in column {column}.");
        return task;
    }

    /// <summary>The last cell that starts at or before the pixel.</summary>
    private static int CellAt(int pixel, int cells)
    {
        int cell = 0;
        while (cell + 1 < cells && Math.Floor((cell + 1) * 84.0 / cells) <= pixel) cell++;
        return cell;
    }
}
