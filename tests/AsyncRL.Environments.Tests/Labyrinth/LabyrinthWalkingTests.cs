using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>The agent's movement, and the walls that stop it.</summary>
public class LabyrinthWalkingTests
{
    private const double Precision = 1e-3;

    [Fact]
    public void Walls_are_never_entered_let_alone_crossed()
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var task = new LabyrinthTask(new LabyrinthOptions { Size = 9, Apples = 0, Seconds = 600 }, seed);
            var generator = new RandomGenerator(seed + 100);
            int movement = 0;
            while (!task.Game.IsOver)
            {
                if (generator.NextInteger(20) == 0) movement = generator.NextInteger(Movement.All.Length);
                task.Game.Advance(Movement.All[movement]);
                Assert.True(LabyrinthWalls.IsFree(task.Maze, task.Agent.X, task.Agent.Y, Walker.Radius), "The body overlaps a wall.");
            }
        }
    }

    [Theory]
    [InlineData(LabyrinthTask.Forward, 1, 0)]
    [InlineData(LabyrinthTask.Backward, -1, 0)]
    [InlineData(LabyrinthTask.StrafeLeft, 0, -1)]
    [InlineData(LabyrinthTask.StrafeRight, 0, 1)]
    [InlineData(LabyrinthTask.Stay, 0, 0)]
    public void It_walks_a_tile_and_a_fifteenth_in_20_frames_whichever_way_it_goes(int action, double x, double y)
    {
        LabyrinthTask task = AwayFromThePortal();
        task.Place(4.5, 4.5, heading: 0);
        for (int frame = 0; frame < 20; frame++) task.Step(action);
        Assert.Equal(4.5 + (x * 16 / 15), Tile(task.Agent.X), Precision);
        Assert.Equal(4.5 + (y * 16 / 15), Tile(task.Agent.Y), Precision);
    }

    [Theory]
    [InlineData(0, 7.7, 4.5)]
    [InlineData(256, 4.5, 7.7)]
    [InlineData(512, 1.3, 4.5)]
    [InlineData(768, 4.5, 1.3)]
    public void A_wall_stops_it_three_tenths_of_a_tile_before_its_face(int heading, double x, double y)
    {
        LabyrinthTask task = AwayFromThePortal();
        task.Place(4.5, 4.5, heading);
        for (int frame = 0; frame < 100; frame++) task.Step(LabyrinthTask.Forward);
        Assert.Equal(x, Tile(task.Agent.X), Precision);
        Assert.Equal(y, Tile(task.Agent.Y), Precision);
    }

    [Fact]
    public void It_slides_along_a_wall_that_it_meets_at_an_angle()
    {
        LabyrinthTask task = AwayFromThePortal();
        task.Place(2.5, 7.6, heading: 128);
        for (int frame = 0; frame < 20; frame++) task.Step(LabyrinthTask.Forward);
        Assert.Equal(2.5 + (16.0 / 15 * Math.Sqrt(0.5)), Tile(task.Agent.X), Precision);
        Assert.Equal(7.7, Tile(task.Agent.Y), Precision);
    }

    [Fact]
    public void It_turns_round_in_128_frames_on_the_spot()
    {
        LabyrinthTask task = AwayFromThePortal();
        task.Place(4.5, 4.5, heading: 16);
        task.Step(LabyrinthTask.TurnRight);
        Assert.Equal(24, task.Agent.Heading);
        for (int frame = 0; frame < 4; frame++) task.Step(LabyrinthTask.TurnLeft);
        Assert.Equal(Headings.Turn - 8, task.Agent.Heading);
        for (int frame = 0; frame < 128; frame++) task.Step(LabyrinthTask.TurnLeft);
        Assert.Equal(Headings.Turn - 8, task.Agent.Heading);
        Assert.Equal((4.5, 4.5), (Tile(task.Agent.X), Tile(task.Agent.Y)));
    }

    [Fact]
    public void An_agent_step_repeats_its_action_in_each_of_its_frames()
    {
        var repeated = new LabyrinthTask(new LabyrinthOptions { ActionRepeat = 7 });
        var single = new LabyrinthTask(new LabyrinthOptions { ActionRepeat = 1 });
        for (int step = 0; step < 60; step++)
        {
            float sum = 0;
            StepOutcome outcome = repeated.Step(step % 6);
            for (int frame = 0; frame < 7; frame++) sum += single.Step(step % 6).Reward;
            Assert.Equal(sum, outcome.Reward);
            Assert.Equal(single.Observation.Pixels.ToArray(), repeated.Observation.Pixels.ToArray());
        }

        Assert.Equal(7, repeated.Environment.FramesPerAgentStep);
    }

    /// <summary>A room whose portal is near a corner that none of these walks reach.</summary>
    private static LabyrinthTask AwayFromThePortal()
    {
        for (ulong seed = 0; seed < 1000; seed++)
        {
            var task = new LabyrinthTask(LabyrinthTask.Room, seed);
            if (task.Game.Portal == 10) return task;
        }

        throw new InvalidOperationException("No seed puts the portal into the corner.");
    }

    private static double Tile(int position) => position / (double)Tiles.One;
}
