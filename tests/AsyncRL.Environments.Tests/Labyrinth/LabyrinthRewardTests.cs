using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>Rewards, their effects on the game, and the end of an episode.</summary>
public class LabyrinthRewardTests
{
    private static readonly LabyrinthOptions Apples = LabyrinthTask.Room with { Apples = 6, PortalReward = 4.5 };

    [Fact]
    public void An_apple_pays_1_once()
    {
        var task = new LabyrinthTask(Apples);
        StandBeside(task, task.Game.Apples[2]);
        Assert.Equal(1, task.Step(LabyrinthTask.Forward).Reward);
        Assert.True(task.Game.IsTaken(2));
        for (int frame = 0; frame < 5; frame++) Assert.Equal(0, task.Step(LabyrinthTask.TurnLeft).Reward);
    }

    [Fact]
    public void An_apple_is_reached_at_four_tenths_of_a_tile()
    {
        var task = new LabyrinthTask(Apples);
        int apple = task.Game.Apples[0];
        task.PlaceBefore(apple, 0.401);
        Assert.Equal(0, task.Step(LabyrinthTask.TurnLeft).Reward);
        task.PlaceBefore(apple, 0.399);
        Assert.Equal(1, task.Step(LabyrinthTask.TurnLeft).Reward);
    }

    [Fact]
    public void The_portal_pays_and_brings_the_apples_back_and_moves_the_agent_but_stays_itself()
    {
        var task = new LabyrinthTask(Apples);
        (int portal, int[] apples) = (task.Game.Portal, task.Game.Apples.ToArray());
        string looks = Convert.ToHexString(task.Maze.Themes);
        var places = new HashSet<(int X, int Y, int Heading)>();
        for (int visit = 0; visit < 20; visit++)
        {
            StandBeside(task, apples[visit % 6]);
            Assert.Equal(1, task.Step(LabyrinthTask.Forward).Reward);
            StandBeside(task, portal);
            StepOutcome outcome = task.Step(LabyrinthTask.Forward);

            Assert.Equal(new StepOutcome(4.5f, Terminated: false, Truncated: false), outcome);
            for (int apple = 0; apple < apples.Length; apple++) Assert.False(task.Game.IsTaken(apple));
            Assert.DoesNotContain(task.Agent.Tile, apples);
            Assert.NotEqual(portal, task.Agent.Tile);
            Assert.True(task.Maze.IsOpen(task.Agent.Tile));
            places.Add((task.Agent.X, task.Agent.Y, task.Agent.Heading));
        }

        Assert.Equal(portal, task.Game.Portal);
        Assert.Equal(apples, task.Game.Apples.ToArray());
        Assert.Equal(looks, Convert.ToHexString(task.Maze.Themes));
        Assert.InRange(places.Count, 18, 20);
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(4, 15)]
    [InlineData(7, 9)]
    [InlineData(60, 1)]
    public void The_end_of_the_time_truncates(int actionRepeat, int agentSteps)
    {
        var task = new LabyrinthTask(Apples with { Seconds = 1, ActionRepeat = actionRepeat });
        for (int step = 1; step < agentSteps; step++) Assert.False(task.Step(step % 6).IsEnd);
        StepOutcome last = task.Step(LabyrinthTask.Forward);
        Assert.True(last.Truncated);
        Assert.False(last.Terminated);
        Assert.Equal(agentSteps, task.Environment.LongestEpisode);
    }

    [Fact]
    public void By_default_an_episode_is_900_agent_steps_of_a_15th_of_a_second() =>
        Assert.Equal(900, new LabyrinthTask(new LabyrinthOptions()).Environment.LongestEpisode);

    /// <summary>Places the agent just out of reach, facing the tile, in the tile's row (at the left edge beyond the tile).</summary>
    private static void StandBeside(LabyrinthTask task, int tile)
    {
        int x = tile % task.Maze.Size;
        if (x > 1) task.PlaceBefore(tile, 0.42);
        else task.Place(x + 0.5 + 0.42, (tile / task.Maze.Size) + 0.5, Headings.Turn / 2);
    }
}
