using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>The map for people.</summary>
public class LabyrinthMapTests
{
    private const int Scale = 20;

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(256, 0, 1)]
    [InlineData(512, -1, 0)]
    [InlineData(768, 0, -1)]
    public void It_shows_the_agent_as_an_arrow_that_points_where_it_looks(int heading, int x, int y)
    {
        var task = new LabyrinthTask(new LabyrinthOptions());
        (int middleX, int middleY) = (Tiles.Middle(task.Agent.Tile % task.Maze.Size), Tiles.Middle(task.Agent.Tile / task.Maze.Size));
        task.Agent.Place(middleX, middleY, heading);
        byte[] map = Draw(task);
        Assert.Equal(0xFFFFFF, ColorAt(map, task, middleX, middleY));
        Assert.Equal(0xFFFFFF, ColorAt(map, task, middleX + (x * Tiles.One / 2), middleY + (y * Tiles.One / 2)));
        Assert.NotEqual(0xFFFFFF, ColorAt(map, task, middleX - (x * Tiles.One / 2), middleY - (y * Tiles.One / 2)));
    }

    [Fact]
    public void It_shows_walls_apples_that_are_there_and_the_portal()
    {
        var task = new LabyrinthTask(new LabyrinthOptions());
        byte[] map = Draw(task);
        Assert.Equal(0x181818, ColorAt(map, task, 0));
        Assert.Equal(0x8030FF, ColorAt(map, task, task.Game.Portal));
        int apple = task.Game.Apples[0];
        Assert.Equal(0xF01818, ColorAt(map, task, apple));

        task.Agent.Place(Tiles.Middle(apple % task.Maze.Size), Tiles.Middle(apple / task.Maze.Size), 0);
        task.Step(LabyrinthTask.TurnLeft);
        task.Agent.Place(Tiles.Middle(1), Tiles.Middle(1), 0);
        Assert.NotEqual(0xF01818, ColorAt(Draw(task), task, apple));
    }

    [Fact]
    public void It_fits_into_any_image_and_refuses_one_of_another_size()
    {
        var task = new LabyrinthTask(new LabyrinthOptions());
        var wide = new byte[7 * 50 * 3];
        Array.Fill(wide, (byte)99);
        task.Environment.DrawMap(wide, 7, 50);
        Assert.DoesNotContain((byte)99, wide);
        Assert.Throws<ArgumentException>(() => task.Environment.DrawMap(wide, 7, 49));
        Assert.Throws<ArgumentOutOfRangeException>(() => task.Environment.DrawMap([], 0, 5));
    }

    private static byte[] Draw(LabyrinthTask task)
    {
        int side = task.Maze.Size * Scale;
        var map = new byte[side * side * 3];
        task.Environment.DrawMap(map, side, side);
        return map;
    }

    private static int ColorAt(byte[] map, LabyrinthTask task, int tile) =>
        ColorAt(map, task, Tiles.Middle(tile % task.Maze.Size), Tiles.Middle(tile / task.Maze.Size));

    private static int ColorAt(byte[] map, LabyrinthTask task, int x, int y)
    {
        int pixel = 3 * (((int)((long)y * Scale >> Tiles.Bits) * task.Maze.Size * Scale) + (int)((long)x * Scale >> Tiles.Bits));
        return (map[pixel] << 16) | (map[pixel + 1] << 8) | map[pixel + 2];
    }
}
