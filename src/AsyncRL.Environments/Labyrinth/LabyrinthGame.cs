using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>
/// The rules, without pixels. An agent walks through a maze and collects apples. A portal, whose position is fixed for the episode, moves
/// the agent to a random tile and restores all apples (Mnih et al., 2016, section 5.2.4).
/// </summary>
internal sealed class LabyrinthGame
{
    /// <summary>Frames per second.</summary>
    internal const int FramesPerSecond = 60;

    /// <summary>The reward of an apple.</summary>
    internal const float AppleReward = 1;

    /// <summary>The distance between middles below which the agent reaches an apple or the portal, in 2⁻¹⁶ tiles.</summary>
    internal const int Reach = Tiles.One * 4 / 10;

    private readonly RandomGenerator _generator;
    private readonly MazeBuilder _builder;
    private readonly float _portalReward;
    private readonly int[] _apples;
    private readonly bool[] _isTaken;
    private readonly int[] _openTiles;
    private int _openCount;
    private int _frame;

    /// <summary>Makes a game; <see cref="Reset"/> begins the first episode.</summary>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">The only source of randomness.</param>
    /// <exception cref="InputException">The size is even, or some mazes of that size have too few tiles for all apples.</exception>
    internal LabyrinthGame(LabyrinthOptions options, RandomGenerator generator)
    {
        RefuseContradictions(options);
        _generator = generator;
        Maze = new Maze(options.Size);
        Agent = new Walker(Maze);
        _builder = new MazeBuilder(Maze, options.Layout == "room" ? MazeBuilder.SingleRoom : options.Rooms, generator);
        _portalReward = (float)options.PortalReward;
        _apples = new int[options.Apples];
        _isTaken = new bool[options.Apples];
        _openTiles = new int[Maze.Count];
        Frames = options.Seconds * FramesPerSecond;
        _frame = Frames;
    }

    /// <summary>The maze of this episode.</summary>
    internal Maze Maze { get; }

    /// <summary>The agent's body.</summary>
    internal Walker Agent { get; }

    /// <summary>For each apple, taken or not, the number of its tile; the apple is in the middle of the tile.</summary>
    internal ReadOnlySpan<int> Apples => _apples;

    /// <summary>The number of the portal's tile; the portal is in the middle of the tile.</summary>
    internal int Portal { get; private set; }

    /// <summary>The number of frames in an episode.</summary>
    internal int Frames { get; }

    /// <summary>Whether the time is over or no episode has begun.</summary>
    internal bool IsOver => _frame == Frames;

    /// <summary>Whether an apple has been taken since the portal was last reached.</summary>
    internal bool IsTaken(int apple) => _isTaken[apple];

    /// <summary>Begins an episode in a new maze.</summary>
    internal void Reset()
    {
        _frame = 0;
        _builder.Build();
        LayOut();
        Respawn();
    }

    /// <summary>Plays one frame.</summary>
    /// <param name="movement">The agent's movement.</param>
    /// <returns>The reward of what the agent reached.</returns>
    internal float Advance(Movement movement)
    {
        _frame++;
        Agent.Rotate(movement.Turn);
        if (movement.Bearing is { } bearing) Agent.Walk(Agent.Heading + bearing);
        float reward = TakeApples();
        if (!IsReached(Portal)) return reward;
        Respawn();
        return reward + _portalReward;
    }

    /// <summary>Saves or restores everything that the future depends on, except the generator.</summary>
    internal void Transfer(StateTransfer state)
    {
        state.Number(ref _frame, "frame", 0, Frames);
        Agent.Transfer(state);
        Portal = state.Number(Portal, "portal's tile", 0, Maze.Count - 1);
        state.Numbers(_apples, "apple's tile", 0, Maze.Count - 1);
        state.Truths(_isTaken, "taking of an apple");
        Maze.Transfer(state);
        if (!state.IsRestoring) return;
        FindOpenTiles();
        if (!IsOver) RefuseWhatCannotBePlayed();
    }

    /// <summary>
    /// An agent in a wall sees through it out of the maze, and one without a free tile would be put on one for ever: a saved episode has
    /// neither.
    /// </summary>
    private void RefuseWhatCannotBePlayed()
    {
        if (!Maze.HasWallsAround) throw new InvalidDataException("the maze has a hole in its outer wall; expected walls all around");
        if (!Agent.StandsFree) throw new InvalidDataException("the agent stands in a wall; expected an open tile");
        int most = _openCount - _apples.Length - 2;
        if (most < 0) throw new InvalidDataException($"the maze has {_openCount} open tiles; expected at least {_openCount - most}");
    }

    private static void RefuseContradictions(LabyrinthOptions options)
    {
        if (options.Size % 2 == 0) throw new InputException($"The option size is {options.Size}; expected an odd number.");
        int most = MazeBuilder.FewestOpenTiles(options.Size) - 2;
        if (options.Apples > most)
        {
            throw new InputException(
                $"The option apples is {options.Apples}; expected at most {most}, which fit into every maze of size {options.Size}.");
        }
    }

    private void FindOpenTiles()
    {
        _openCount = 0;
        for (int tile = 0; tile < Maze.Count; tile++)
        {
            if (Maze.IsOpen(tile)) _openTiles[_openCount++] = tile;
        }
    }

    /// <summary>Places the portal and the apples on different open tiles.</summary>
    private void LayOut()
    {
        FindOpenTiles();
        RandomOrder.Shuffle(_openTiles.AsSpan(0, _openCount), _generator);
        Portal = _openTiles[0];
        _openTiles.AsSpan(1, _apples.Length).CopyTo(_apples);
        FindOpenTiles();
    }

    /// <summary>Restores all apples and places the agent, with a random heading, on a tile without apple and portal.</summary>
    private void Respawn()
    {
        Array.Clear(_isTaken);
        int tile = Portal;
        while (tile == Portal || _apples.AsSpan().Contains(tile)) tile = _openTiles[_generator.NextInteger(_openCount)];
        int heading = _generator.NextInteger(Headings.Turn / Walker.TurnPerFrame) * Walker.TurnPerFrame;
        Agent.Place(Tiles.Middle(tile % Maze.Size), Tiles.Middle(tile / Maze.Size), heading);
    }

    private float TakeApples()
    {
        float reward = 0;
        for (int apple = 0; apple < _apples.Length; apple++)
        {
            if (_isTaken[apple] || !IsReached(_apples[apple])) continue;
            _isTaken[apple] = true;
            reward += AppleReward;
        }

        return reward;
    }

    private bool IsReached(int tile)
    {
        long x = Tiles.Middle(tile % Maze.Size) - Agent.X;
        long y = Tiles.Middle(tile / Maze.Size) - Agent.Y;
        return (x * x) + (y * y) < (long)Reach * Reach;
    }
}
