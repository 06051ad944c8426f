using AsyncRL.Cli.Play;
using AsyncRL.Core.Options;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Tests;

public sealed class ControlsTests
{
    [Theory]
    [InlineData(ConsoleKey.LeftArrow, "left")]
    [InlineData(ConsoleKey.A, "left")]
    [InlineData(ConsoleKey.D, "right")]
    [InlineData(ConsoleKey.W, "up")]
    [InlineData(ConsoleKey.DownArrow, "down")]
    [InlineData(ConsoleKey.Spacebar, "fire")]
    public void Keys_are_found_by_the_names_of_actions(ConsoleKey key, string name)
    {
        var actions = ActionSpecification.Discrete("no-op", "fire", "up", "right", "left", "down");
        string pressed = Controls.NameOf(new ConsoleKeyInfo('\0', key, false, false, false))!;
        Assert.Equal(name, actions.NameOf(new Controls(actions).ActionOf(pressed).Choice));
    }

    [Fact]
    public void In_a_maze_of_turns_the_arrows_turn()
    {
        var controls = new Controls(ActionSpecification.Discrete("forward", "turn-left", "turn-right", "backward", "strafe-left"));
        Assert.Equal([1, 2, 0, 3, 4], Array.ConvertAll(["←", "→", "↑", "↓", "5"], key => controls.ActionOf(key).Choice));
        Assert.True(controls.WaitsForKeys);
    }

    [Fact]
    public void Without_a_key_nothing_is_done_where_an_action_is_called_so()
    {
        var controls = new Controls(ActionSpecification.Discrete("left", "stay"));
        Assert.False(controls.WaitsForKeys);
        Assert.Equal(1, controls.ActionOf(null).Choice);
    }

    [Fact]
    public void Actions_without_names_have_digits()
    {
        var controls = new Controls(ActionSpecification.Discrete(12));
        Assert.Equal((0, 8), (controls.ActionOf("1").Choice, controls.ActionOf("9").Choice));
        Assert.False(controls.Knows("←"));
        Assert.False(controls.Knows("0"));
        Assert.True(controls.WaitsForKeys);
    }

    [Theory]
    [InlineData("←", -2f, 0f)]
    [InlineData("→", 2f, 0f)]
    [InlineData("↓", 0f, -2f)]
    [InlineData("↑", 0f, 2f)]
    [InlineData(null, 0f, 0f)]
    public void Arrows_push_numbers_to_their_bounds(string? key, float first, float second)
    {
        var controls = new Controls(ActionSpecification.Continuous(2, -2, 2));
        Assert.Equal([first, second], controls.ActionOf(key).Values.ToArray());
    }

    [Fact]
    public void Numbers_with_bounds_of_their_own_are_pushed_to_them()
    {
        var controls = new Controls(ActionSpecification.Continuous([-2, 1], [3, 4]));
        Assert.Equal([3f, 1f], controls.ActionOf("→").Values.ToArray());
        Assert.Equal([0f, 4f], controls.ActionOf("↑").Values.ToArray());
    }

    [Fact]
    public void Several_choices_at_once_are_refused() => Assert.Equal(
        "An action of the environment is choices of 3 and 2; expected one choice or a vector for play by hand.",
        Assert.Throws<InputException>(() => new Controls(ActionSpecification.MultiDiscrete(3, 2))).Message);

    [Fact]
    public void Numbers_without_bounds_are_pushed_to_one()
    {
        var controls = new Controls(ActionSpecification.Continuous(1, float.NegativeInfinity, float.PositiveInfinity));
        Assert.Equal([-1f], controls.ActionOf("←").Values.ToArray());
        Assert.False(controls.Knows("↑"));
    }
}
