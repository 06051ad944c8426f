using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>A labyrinth with access to its game and its observation.</summary>
internal sealed class LabyrinthTask
{
    internal const int Forward = 0;
    internal const int TurnLeft = 1;
    internal const int TurnRight = 2;
    internal const int Backward = 3;
    internal const int StrafeLeft = 4;
    internal const int StrafeRight = 5;
    internal const int Stay = 6;

    /// <summary>A room of 7 × 7 open tiles, without apples; each frame is an agent step.</summary>
    internal static readonly LabyrinthOptions Room = new() { Layout = "room", Size = 9, Apples = 0, ActionRepeat = 1 };

    /// <summary>The small setting of the documentation.</summary>
    internal static readonly LabyrinthOptions Small = new() { Layout = "room", Size = 7, Apples = 5, Seconds = 20, Movement = "minimal" };

    internal LabyrinthTask(LabyrinthOptions options, ulong seed = 1)
    {
        Environment = (LabyrinthEnvironment)new LabyrinthDescription().Create(options, new RandomGenerator(seed));
        Observation = new Observation(Environment.Observation);
        Environment.Reset(Observation);
    }

    internal LabyrinthEnvironment Environment { get; }

    internal LabyrinthGame Game => Environment.Game;

    internal Maze Maze => Game.Maze;

    internal Walker Agent => Game.Agent;

    internal Observation Observation { get; }

    internal StepOutcome Step(int action) => Environment.Step(action, Observation);

    /// <summary>Plays an episode from its reset to its end.</summary>
    /// <returns>The sum of its rewards.</returns>
    internal float Play(Func<LabyrinthGame, int> chooseAction)
    {
        Environment.Reset(Observation);
        float sum = 0;
        while (!Game.IsOver) sum += Step(chooseAction(Game)).Reward;
        return sum;
    }

    /// <summary>Places the agent; the next step shows its view.</summary>
    internal void Place(double x, double y, int heading) => Agent.Place((int)(x * Tiles.One), (int)(y * Tiles.One), heading);

    /// <summary>Places the agent in the row of a tile, at a distance before its middle, looking at it along x.</summary>
    internal void PlaceBefore(int tile, double distance) =>
        Place((tile % Maze.Size) + 0.5 - distance, (tile / Maze.Size) + 0.5, heading: 0);
}
