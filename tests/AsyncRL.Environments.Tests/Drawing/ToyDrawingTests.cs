using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Memory;
using AsyncRL.Environments.Tests.Contract;

namespace AsyncRL.Environments.Tests.Drawing;

/// <summary>The pictures of the T-maze and of ABC: chosen pixels of chosen states.</summary>
public class ToyDrawingTests
{
    /// <summary>With 9 cells before the junction, a cell has 34 columns, and the first is that of column 40.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void The_agent_is_in_its_cell_of_the_maze(int cell)
    {
        TaskImage image = Play("t-maze", "corridor=9", seed: 1, [.. new int[cell]]);
        for (int i = 0; i <= 9; i++)
            Assert.Equal(i == cell ? TaskColors.Body : TaskColors.Ground, image.At(40 + (34 * i) + 17, 90 - 7));
    }

    [Fact]
    public void The_cue_points_to_the_green_end_and_is_pale_where_the_agent_does_not_see_it()
    {
        var seen = new HashSet<bool>();
        for (ulong seed = 1; seed <= 8; seed++)
        {
            TaskImage first = Play("t-maze", "corridor=9", seed), later = Play("t-maze", "corridor=9", seed, 0);
            bool isUp = first.At(363, 30) == TaskColors.Good;
            seen.Add(isUp);
            int up = isUp ? -1 : 1;
            Assert.Equal((TaskColors.Good, TaskColors.Bad), (first.At(363, 90 + (up * 60)), first.At(363, 90 - (up * 60))));
            Assert.Equal((TaskColors.Ink, TaskColors.Paper), (first.At(57, 90 + (up * 30)), first.At(57, 90 - (up * 30))));
            Assert.Equal(TaskColors.Ground, later.At(57, 90 + (up * 30)));
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void A_turn_and_a_run_into_a_wall_are_shown()
    {
        Assert.Equal(TaskColors.Body, Play("t-maze", "corridor=1", seed: 1, 0, TMazeEnvironment.Up).At(227, 39));
        Assert.Equal(TaskColors.Body, Play("t-maze", "corridor=1", seed: 1, 0, 2).At(227, 141));
        TaskImage wall = Play("t-maze", "corridor=9", seed: 1, TMazeEnvironment.Up);
        Assert.Equal((TaskColors.Body, TaskColors.Action), (wall.At(57, 90), wall.At(57, 75)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("observable=partial")]
    public void The_present_state_of_ABC_is_blue(string more)
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var environment = ContractCase.Create("abc", "episodic=false " + more, seed);
            var observation = new Observation(environment.Observation);
            environment.Reset(observation);
            int state = observation.Values.IndexOf(1f);
            for (int step = 0; step < 4; step++)
            {
                var image = new TaskImage(environment);
                for (int i = 0; i < 3; i++)
                    Assert.Equal(i == (state + step) % 3 ? TaskColors.Body : TaskColors.Ground, AtState(image, i, 3, 108));
                environment.Step(0, observation);
            }
        }
    }

    [Fact]
    public void A_choice_of_ABC_is_green_if_it_was_right_and_red_if_not()
    {
        var environment = ContractCase.Create("abc", "episodic=false", 1);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        for (int step = 0; step < 12; step++)
        {
            int state = observation.Values.IndexOf(1f), choice = step % 2;
            environment.Step(choice, observation);
            Color expected = state == choice ? TaskColors.Good : TaskColors.Bad;
            Assert.Equal(expected, AtState(new TaskImage(environment), choice, 3, 50));
        }
    }

    /// <summary>The scale from −1 to 1 has 62 pixels to each side of column 140.</summary>
    [Theory]
    [InlineData(0.5f)]
    [InlineData(-1f)]
    [InlineData(7f)]
    public void A_number_of_ABC_is_a_dot_beside_the_mark_of_the_right_number(float number)
    {
        var environment = ContractCase.Create("abc", "actions=continuous states=5", 1);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        float target = (observation.Values.IndexOf(1f) / 2f) - 1;
        Assert.Equal(0, new TaskImage(environment).Count(TaskColors.Action));
        environment.Step(AgentAction.FromValues([number]), observation);
        var image = new TaskImage(environment);
        Assert.Equal(TaskColors.Action, image.At(140 + (62 * Math.Clamp(number, -1, 1)), 140));
        Assert.Equal(TaskColors.Good, image.At(140 + (62 * target), 150));
    }

    private static Color AtState(TaskImage image, int state, int states, double radius)
    {
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * state / states);
        return image.At(140 + (radius * sine), 140 - (radius * cosine));
    }

    private static TaskImage Play(string name, string assignments, ulong seed, params int[] actions)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        foreach (int action in actions) environment.Step(action, observation);
        return new TaskImage(environment);
    }
}
