using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Control;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Tests.Control;

namespace AsyncRL.Environments.Tests.Drawing;

/// <summary>The pictures of the control tasks: chosen pixels of chosen states.</summary>
public class ControlDrawingTests
{
    private const float None = float.NaN;

    /// <summary>75 pixels are a meter, the middle is column 210, and the pole is fixed in row 112.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 12)]
    [InlineData(0, -12)]
    [InlineData(1.2, 5)]
    [InlineData(-2.4, -8)]
    public void The_pole_of_CartPole_stands_on_its_cart_and_leans_by_its_angle(double position, double degrees)
    {
        TaskImage image = Draw("cartpole", [position, 0, degrees * Math.PI / 180, 0]);
        double cart = 210 + (75 * position);
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        foreach (double along in (double[])[10, 40, 74])
        {
            (double x, double y) = (cart + (along * sine), 112 - (along * cosine));
            Assert.Equal(TaskColors.Bad, image.At(x, y));
            Assert.NotEqual(TaskColors.Bad, image.At(x - (6 * cosine), y - (6 * sine)));
            Assert.NotEqual(TaskColors.Bad, image.At(x + (6 * cosine), y + (6 * sine)));
        }

        Assert.NotEqual(TaskColors.Bad, image.At(cart + (82 * sine), 112 - (82 * cosine)));
        Assert.Equal(TaskColors.Body, image.At(cart - 23, 123));
        Assert.Equal(TaskColors.Body, image.At(cart + 23, 123));
        Assert.Equal((TaskColors.Paper, TaskColors.Paper), (image.At(cart - 28, 123), image.At(cart + 28, 123)));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(1, 1)]
    public void The_push_of_CartPole_is_an_arrow_with_its_head_in_front(float action, int side)
    {
        TaskImage image = Draw("cartpole", [0, 0, 0, 0], action);
        Assert.Equal(TaskColors.Action, image.At(210 + (side * 12), 170));
        Assert.Equal(TaskColors.Paper, image.At(210 - (side * 12), 170));
        Assert.Equal(0, Draw("cartpole", [0, 0, 0, 0]).Count(TaskColors.Action));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-2.5)]
    [InlineData(3.1)]
    [InlineData(9)]
    public void The_pendulum_points_where_its_angle_says(double angle)
    {
        TaskImage image = Draw("pendulum", [angle, 0]);
        (double sine, double cosine) = Math.SinCos(angle);
        Assert.Equal(TaskColors.Body, image.At(140 - (90 * sine), 140 - (90 * cosine)));
        Assert.Equal(TaskColors.Paper, image.At(140 + (90 * sine), 140 + (90 * cosine)));
    }

    /// <summary>The arrow begins above the joint. A positive torque turns it to the left, and twice the torque twice as far.</summary>
    [Fact]
    public void The_torque_of_the_pendulum_is_an_arrow_around_its_joint()
    {
        TaskImage left = Draw("pendulum", [Math.PI, 0], 2), right = Draw("pendulum", [Math.PI, 0], -1);
        Assert.Equal((TaskColors.Action, TaskColors.Paper), (left.At(110, 140), left.At(170, 140)));
        (double sine, double cosine) = Math.SinCos(Math.PI / 6);
        Assert.Equal(TaskColors.Action, right.At(140 + (30 * sine), 140 - (30 * cosine)));
        Assert.Equal(TaskColors.Paper, right.At(140 - (30 * sine), 140 - (30 * cosine)));
        Assert.Equal(TaskColors.Paper, right.At(170, 150));
        Assert.Equal(0, Draw("pendulum", [Math.PI, 0], 0).Count(TaskColors.Action));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.5)]
    [InlineData(-2, 2.5)]
    public void The_links_of_the_acrobot_point_where_their_angles_say(double first, double second)
    {
        TaskImage image = Draw("acrobot", [first, second, 0, 0]);
        double x = 140 + (60 * Math.Sin(first)), y = 140 + (60 * Math.Cos(first));
        Assert.Equal(TaskColors.Body, image.At((140 + x) / 2, (140 + y) / 2));
        Assert.Equal(TaskColors.SecondBody, image.At(x + (40 * Math.Sin(first + second)), y + (40 * Math.Cos(first + second))));
    }

    /// <summary>The line that the free end must reach is one link above the fixed joint.</summary>
    [Fact]
    public void The_acrobot_shows_its_goal_and_its_torque()
    {
        TaskImage left = Draw("acrobot", [0, 0, 0, 0], 2), right = Draw("acrobot", [0, 0, 0, 0], 0);
        Assert.Equal(TaskColors.Good, left.At(10, 80));
        Assert.Equal(0, Draw("acrobot", [0, 0, 0, 0], 1).Count(TaskColors.Action));
        Assert.True(LeftOfTheMiddle(left) > 100, "The arrow of a positive torque is not on the left.");
        Assert.True(LeftOfTheMiddle(right) == 0, "The arrow of a negative torque is on the left.");

        static int LeftOfTheMiddle(TaskImage image)
        {
            int count = 0;
            for (int y = 170; y < 240; y++)
            {
                for (int x = 100; x < 130; x++) count += image.At(x, y) == TaskColors.Action ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Position −1.2 is column 21, and 210 pixels are 1. Row 150 is the height 0, and 80 pixels are 1.</summary>
    [Theory]
    [InlineData("mountain-car", 0.5, 0.5)]
    [InlineData("mountain-car-continuous", 0.45, 0.45)]
    [InlineData("mountain-car", -0.5, 0.5)]
    [InlineData("mountain-car", -1.2, 0.5)]
    public void The_car_is_on_the_hill_at_its_position_and_the_flag_at_the_goal(string name, double position, double goal)
    {
        TaskImage image = Draw(name, [position, 0]);
        double slope = Math.Atan(3 * Math.Cos(3 * position) * 80 / 210);
        (double x, double y) = (21 + (210 * (position + 1.2)), 150 - (80 * Math.Sin(3 * position)));
        Assert.Equal(TaskColors.Body, image.At(x - (13 * Math.Sin(slope)), y - (13 * Math.Cos(slope))));
        Assert.Equal(TaskColors.Ground, image.At(x + (8 * Math.Sin(slope)), y + (8 * Math.Cos(slope))));
        (double flag, double foot) = (21 + (210 * (goal + 1.2)), 150 - (80 * Math.Sin(3 * goal)));
        Assert.Equal(TaskColors.Good, image.At(flag + 6, foot - 39));
        Assert.Equal(TaskColors.Paper, image.At(flag - 6, foot - 39));
    }

    [Fact]
    public void The_force_of_the_car_is_an_arrow_of_its_size()
    {
        double[] bottom = [-Math.PI / 6, 0];
        int none = Draw("mountain-car", bottom, 1).Count(TaskColors.Action);
        int full = Draw("mountain-car", bottom, 2).Count(TaskColors.Action);
        int half = Draw("mountain-car-continuous", bottom, 0.5f).Count(TaskColors.Action);
        Assert.True(none == 0 && full > half && half > 0, $"The arrows have {none}, {half} and {full} pixels.");
        const double Middle = 21 + (210 * (1.2 - (Math.PI / 6)));
        TaskImage left = Draw("mountain-car", bottom, 0), right = Draw("mountain-car-continuous", bottom, 1);
        Assert.Equal((TaskColors.Action, TaskColors.Ground), (left.At(Middle - 12, 250), left.At(Middle + 12, 250)));
        Assert.Equal((TaskColors.Ground, TaskColors.Action), (right.At(Middle - 12, 250), right.At(Middle + 12, 250)));
    }

    /// <summary>The last action is not a part of the saved state.</summary>
    [Fact]
    public void A_new_episode_and_a_restored_state_have_no_arrow()
    {
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create("cartpole", seed: 1);
        var observation = new Observation(limited.Observation);
        limited.Reset(observation);
        byte[] state = StateBytes.Of(limited);
        limited.Step(1, observation);
        Assert.NotEqual(0, new TaskImage(limited).Count(TaskColors.Action));
        StateBytes.Restore(limited, state);
        Assert.Equal(0, new TaskImage(limited).Count(TaskColors.Action));
        limited.Step(1, observation);
        limited.Reset(observation);
        Assert.Equal(0, new TaskImage(limited).Count(TaskColors.Action));
        Assert.Same(inner, limited.Display);
    }

    /// <summary>
    /// Draws a state. If an action is given, the arrow is that of this action and the state is the one after it; the tested places do
    /// not depend on that small motion.
    /// </summary>
    private static TaskImage Draw(string name, double[] state, float action = None)
    {
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 1);
        var observation = new Observation(limited.Observation);
        limited.Reset(observation);
        inner.Place(state);
        if (!float.IsNaN(action)) ControlTrace.Step(limited, action, observation);
        return new TaskImage(limited);
    }
}
