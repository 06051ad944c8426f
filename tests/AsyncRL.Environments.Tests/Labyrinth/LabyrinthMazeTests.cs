using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>Properties that all random mazes share, and their randomness.</summary>
public class LabyrinthMazeTests
{
    public static TheoryData<int, int> Kinds => new() { { 5, 0 }, { 7, 2 }, { 17, 0 }, { 17, 6 }, { 31, 20 }, { 63, 100 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_open_tile_can_be_reached_from_every_other(int size, int rooms)
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            Maze maze = Make(size, rooms, seed).Maze;
            int open = 0;
            for (int tile = 0; tile < maze.Count; tile++) open += maze.IsOpen(tile) ? 1 : 0;
            Assert.Equal(open, CountReachable(maze, size + 1));
            Assert.InRange(open, MazeBuilder.FewestOpenTiles(size), maze.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void There_are_walls_all_around(int size, int rooms)
    {
        Maze maze = Make(size, rooms, seed: 1).Maze;
        for (int i = 0; i < size; i++)
            Assert.False(maze.IsOpen(i, 0) || maze.IsOpen(i, size - 1) || maze.IsOpen(0, i) || maze.IsOpen(size - 1, i));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apples_portal_and_agent_are_on_open_tiles_all_different(int size, int rooms)
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            LabyrinthGame game = Make(size, rooms, seed);
            var tiles = new HashSet<int> { game.Portal, game.Agent.Tile };
            tiles.UnionWith(game.Apples.ToArray());
            Assert.Equal(game.Apples.Length + 2, tiles.Count);
            Assert.All(tiles, tile => Assert.True(game.Maze.IsOpen(tile)));
        }
    }

    [Fact]
    public void One_seed_gives_one_maze_and_every_episode_another()
    {
        var first = new LabyrinthTask(new LabyrinthOptions(), seed: 5);
        var second = new LabyrinthTask(new LabyrinthOptions(), seed: 5);
        var mazes = new HashSet<string>();
        for (int episode = 0; episode < 20; episode++)
        {
            string maze = Draw(first.Maze);
            Assert.Equal(maze, Draw(second.Maze));
            Assert.True(mazes.Add(maze), "A maze came twice.");
            first.Environment.Reset(first.Observation);
            second.Environment.Reset(second.Observation);
        }
    }

    [Fact]
    public void Mazes_have_rooms_corridors_and_ways_round()
    {
        (int squares, int narrow, int loops) = (0, 0, 0);
        for (ulong seed = 0; seed < 20; seed++)
        {
            Maze maze = Make(17, 6, seed).Maze;
            (int open, int steps, int filled) = Measure(maze);
            squares += filled;
            narrow += open - (2 * filled);
            loops += steps - open + 1 - filled;
        }

        Assert.True(squares > 200, $"{squares} squares of four open tiles: too few for rooms.");
        Assert.True(narrow > 200, $"{narrow} tiles are left for corridors: too few.");
        Assert.True(loops > 20, $"{loops} ways round in 20 mazes: too few.");
    }

    [Fact]
    public void A_single_room_is_open_all_over_and_looks_the_same_everywhere()
    {
        Maze maze = new LabyrinthTask(LabyrinthTask.Room).Maze;
        for (int tile = 0; tile < maze.Count; tile++)
        {
            bool isInside = tile % 9 is > 0 and < 8 && tile / 9 is > 0 and < 8;
            Assert.Equal(isInside, maze.IsOpen(tile));
            Assert.Equal(maze.Themes[0], maze.Themes[tile]);
        }
    }

    private static LabyrinthGame Make(int size, int rooms, ulong seed) =>
        new LabyrinthTask(new LabyrinthOptions { Size = size, Rooms = rooms, Apples = Math.Min(size, 5) }, seed).Game;

    private static int CountReachable(Maze maze, int start)
    {
        var seen = new HashSet<int> { start };
        var waiting = new Queue<int>(seen);
        while (waiting.TryDequeue(out int tile))
        {
            foreach (int next in (int[])[tile + 1, tile - 1, tile + maze.Size, tile - maze.Size])
            {
                if (maze.IsOpen(next) && seen.Add(next)) waiting.Enqueue(next);
            }
        }

        return seen.Count;
    }

    /// <summary>Counts open tiles, pairs of open neighbors, and open squares of four.</summary>
    private static (int Open, int Steps, int Squares) Measure(Maze maze)
    {
        (int open, int steps, int squares) = (0, 0, 0);
        for (int tile = 0; tile < maze.Count - maze.Size; tile++)
        {
            if (!maze.IsOpen(tile)) continue;
            (bool right, bool below) = (maze.IsOpen(tile + 1), maze.IsOpen(tile + maze.Size));
            open++;
            steps += (right ? 1 : 0) + (below ? 1 : 0);
            squares += right && below && maze.IsOpen(tile + maze.Size + 1) ? 1 : 0;
        }

        return (open, steps, squares);
    }

    private static string Draw(Maze maze)
    {
        var letters = new char[maze.Count];
        for (int tile = 0; tile < letters.Length; tile++) letters[tile] = maze.IsOpen(tile) ? (char)('a' + maze.Themes[tile]) : '#';
        return new string(letters);
    }
}
