using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>The picture in first person: the positions and sizes of objects.</summary>
public class LabyrinthViewTests
{
    private const int Size = 84;

    /// <summary>Violet walls under a white ceiling: only an apple is red.</summary>
    private const int VioletLook = 6;

    [Theory]
    [InlineData(0.5, 84)]
    [InlineData(1.01, 42)]
    [InlineData(2.5, 16)]
    [InlineData(4, 10)]
    [InlineData(5, 8)]
    public void A_wall_straight_ahead_is_42_pixels_high_divided_by_its_distance(double distance, int rows)
    {
        LabyrinthTask task = Facing(0, distance);
        for (int column = 41; column <= 42; column++) Assert.Equal((Size - rows) / 2, CountCeiling(task, column));
    }

    [Fact]
    public void The_middle_of_a_wall_is_seen_across_the_whole_picture_at_right_angles()
    {
        LabyrinthTask task = Facing(0, 2.5);
        for (int column = 0; column < Size; column++) Assert.Equal(34, CountCeiling(task, column));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(768)]
    public void All_four_walls_of_a_room_look_equally_high_from_equally_far(int heading) =>
        Assert.Equal(34, CountCeiling(Facing(heading, 2.5), 41));

    [Fact]
    public void What_is_farther_away_is_darker()
    {
        int near = Brightness(Facing(0, 1), row: 41, column: 20);
        int middle = Brightness(Facing(0, 3), row: 41, column: 20);
        int far = Brightness(Facing(0, 5), row: 41, column: 20);
        Assert.True(near > middle && middle > far, $"{near}, {middle}, {far}");
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 8)]
    [InlineData(3, 5)]
    public void An_apple_straight_ahead_is_in_the_middle_columns_below_the_horizon(int distance, int width)
    {
        LabyrinthTask task = BeforeAnApple(distance);
        (int left, int right, int top, int bottom) = RedBox(task);
        Assert.InRange(right - left + 1, width - 1, width + 1);
        Assert.InRange((left + right) / 2.0, 41, 42);
        Assert.InRange(top, 41, 41 + (42 / distance));
        Assert.InRange(bottom, top, 42 + (21 / distance));
    }

    [Fact]
    public void An_apple_to_the_right_is_right_of_the_middle_and_one_behind_is_not_seen()
    {
        LabyrinthTask task = BeforeAnApple(2);
        Turn(task, -64);
        Assert.InRange(RedBox(task).Left, 43, Size - 1);
        Turn(task, 128);
        Assert.InRange(RedBox(task).Right, 0, 40);
        Turn(task, 448);
        Assert.Equal(-1, RedBox(task).Right);
    }

    [Fact]
    public void An_apple_that_is_taken_or_behind_a_wall_is_not_seen()
    {
        LabyrinthTask task = BeforeAnApple(2);
        int tile = task.Game.Apples[0];
        for (int frame = 0; frame < 32; frame++) task.Step(LabyrinthTask.Forward);
        task.PlaceBefore(tile, 2);
        Turn(task, 0);
        Assert.Equal(-1, RedBox(task).Right);

        LabyrinthTask hidden = BeforeAnApple(3);
        hidden.Maze.Fill();
        for (int x = 1; x < hidden.Maze.Size - 1; x++)
        {
            for (int y = 1; y < hidden.Maze.Size - 1; y++)
            {
                if (x != (hidden.Game.Apples[0] % hidden.Maze.Size) - 1) hidden.Maze.Open((y * hidden.Maze.Size) + x);
            }
        }

        Paint(hidden.Maze);
        Turn(hidden, 0);
        Assert.Equal(-1, RedBox(hidden).Right);
    }

    [Fact]
    public void The_frames_of_a_seed_are_these_on_every_system()
    {
        var task = new LabyrinthTask(new LabyrinthOptions { Apples = 40 }, seed: 3);
        ulong hash = 14695981039346656037;
        for (int step = 0; step < 900; step++)
        {
            task.Step(step * 7 % 11 % 7);
            foreach (byte pixel in task.Observation.Pixels) hash = (hash ^ pixel) * 1099511628211;
        }

        Assert.Equal(9852900675249675263UL, hash);
    }

    /// <summary>Draws a view of the wall ahead, with the portal out of sight or at the side.</summary>
    private static LabyrinthTask Facing(int heading, double distance)
    {
        for (ulong seed = 0; seed < 1000; seed++)
        {
            var task = new LabyrinthTask(LabyrinthTask.Room, seed);
            (double x, double y) = heading switch
            {
                0 => (8 - distance, 4.5),
                256 => (4.5, 8 - distance),
                512 => (1 + distance, 4.5),
                _ => (4.5, 1 + distance),
            };
            Paint(task.Maze);
            task.Place(x, y, heading);
            if (!IsAhead(task, task.Game.Portal)) return Turn(task, 0);
        }

        throw new InvalidOperationException("The portal is always in view.");
    }

    private static LabyrinthTask BeforeAnApple(int distance)
    {
        for (ulong seed = 0; seed < 1000; seed++)
        {
            var task = new LabyrinthTask(LabyrinthTask.Room with { Apples = 1 }, seed);
            int tile = task.Game.Apples[0];
            if (tile % task.Maze.Size <= distance) continue;
            Paint(task.Maze);
            task.PlaceBefore(tile, distance);
            if (!IsAhead(task, task.Game.Portal)) return Turn(task, 0);
        }

        throw new InvalidOperationException("No apple is far enough from the wall.");
    }

    private static bool IsAhead(LabyrinthTask task, int tile)
    {
        double x = (tile % task.Maze.Size) + 0.5 - (task.Agent.X / (double)Tiles.One);
        double y = (tile / task.Maze.Size) + 0.5 - (task.Agent.Y / (double)Tiles.One);
        return (x * Headings.Cosine(task.Agent.Heading)) + (y * Headings.Sine(task.Agent.Heading)) > 0;
    }

    private static void Paint(Maze maze)
    {
        for (int tile = 0; tile < maze.Count; tile++) maze.Paint(tile, VioletLook);
    }

    /// <summary>Turns the agent so that it looks in the given direction after one more step.</summary>
    private static LabyrinthTask Turn(LabyrinthTask task, int headings)
    {
        task.Agent.Place(task.Agent.X, task.Agent.Y, task.Agent.Heading + headings - Walker.TurnPerFrame);
        task.Step(LabyrinthTask.TurnRight);
        return task;
    }

    /// <summary>The number of rows from the top that are as gray as the white ceiling.</summary>
    private static int CountCeiling(LabyrinthTask task, int column)
    {
        int row = 0;
        while (row < Size)
        {
            (int red, int green, int blue) = PixelAt(task, row, column);
            if (Math.Max(red, blue) > 1.15 * green) return row;
            row++;
        }

        return row;
    }

    /// <summary>The smallest rectangle that contains all red pixels; its right edge is −1 if there are none.</summary>
    private static (int Left, int Right, int Top, int Bottom) RedBox(LabyrinthTask task)
    {
        (int left, int right, int top, int bottom) = (Size, -1, Size, -1);
        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Size; column++)
            {
                (int red, int green, int blue) = PixelAt(task, row, column);
                if (red < 80 || green > red / 3 || blue > red / 3) continue;
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
            }
        }

        return (left, right, top, bottom);
    }

    private static int Brightness(LabyrinthTask task, int row, int column)
    {
        int sum = 0;
        for (int beside = 0; beside < 40; beside++)
        {
            (int red, int green, int blue) = PixelAt(task, row, column + beside);
            sum += red + green + blue;
        }

        return sum;
    }

    private static (int Red, int Green, int Blue) PixelAt(LabyrinthTask task, int row, int column)
    {
        Span<byte> pixel = task.Observation.Pixels.Slice(((row * Size) + column) * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }
}
