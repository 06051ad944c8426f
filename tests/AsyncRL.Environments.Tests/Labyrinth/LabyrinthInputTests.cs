using AsyncRL.Core.Options;
using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>Options that contradict each other or exceed their range.</summary>
public class LabyrinthInputTests
{
    [Fact]
    public void An_even_size_is_refused() =>
        AssertRefused(new LabyrinthOptions { Size = 16 }, "The option size is 16; expected an odd number.");

    [Fact]
    public void More_apples_than_every_maze_has_tiles_for_are_refused()
    {
        Assert.Equal(5, new LabyrinthTask(new LabyrinthOptions { Size = 5, Apples = 5 }).Game.Apples.Length);
        AssertRefused(
            new LabyrinthOptions { Size = 5, Apples = 6 },
            "The option apples is 6; expected at most 5, which fit into every maze of size 5.");
    }

    [Fact]
    public void A_word_that_no_knob_knows_is_refused() =>
        AssertRefused(new LabyrinthOptions { Layout = "hall" }, "The option layout is \"hall\"; expected one of maze, room.");

    [Fact]
    public void Actions_have_names_and_minimal_movement_has_three_of_them()
    {
        Assert.Equal(["forward", "turn-left", "turn-right"], Names("minimal"));
        Assert.Equal(["forward", "turn-left", "turn-right", "backward", "strafe-left", "strafe-right", "stay"], Names("full"));
    }

    private static IReadOnlyList<string>? Names(string movement) =>
        new LabyrinthTask(new LabyrinthOptions { Movement = movement }).Environment.Actions.Names;

    private static void AssertRefused(LabyrinthOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => new LabyrinthTask(options)).Message);
}
