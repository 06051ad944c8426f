using AsyncRL.Core.Options;
using AsyncRL.Environments.Catch;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>Options with impossible values.</summary>
public class CatchInputTests
{
    [Fact]
    public void A_paddle_wider_than_the_board_is_refused() =>
        Refuses(new CatchOptions { Columns = 5, PaddleWidth = 6 },
            "The option paddle-width is 6; expected at most the board's number of columns, 5.");

    [Theory]
    [InlineData(85, 24)]
    [InlineData(24, 85)]
    public void A_board_with_more_than_84_cells_a_side_does_not_fit_on_84_pixels(int rows, int columns) =>
        Refuses(new CatchOptions { Rows = rows, Columns = columns, Rendering = "84" },
            $"The board has {rows} rows and {columns} columns; expected at most 84 of each for 84x84 pixels.");

    [Fact]
    public void A_large_board_is_drawn_cell_by_cell()
    {
        var task = new CatchTask(new CatchOptions { Rows = 85, Columns = 256 });
        Assert.Equal(ObservationSpecification.Pixels(85, 256, 1), task.Observation.Specification);
    }

    [Theory]
    [InlineData("sometimes")]
    [InlineData("alway")]
    [InlineData("")]
    [InlineData("1.01")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("0,5")]
    public void A_visibility_that_is_neither_a_word_nor_a_probability_is_refused(string visibility) =>
        Refuses(new CatchOptions { Visibility = visibility },
            $"The option visibility is \"{visibility}\"; expected always, first-frame or a probability from 0 to 1.");

    [Fact]
    public void Knobs_out_of_range_are_refused_although_set_in_code()
    {
        Refuses(new CatchOptions { Rows = 1 }, "The option rows is \"1\"; expected a whole number from 2 to 256.");
        Refuses(new CatchOptions { BallSpeed = 0 }, "The option ball-speed is \"0\"; expected a whole number from 1 to 256.");
        Refuses(new CatchOptions { Rendering = "85" }, "The option rendering is \"85\"; did you mean 84?");
        Refuses(new CatchOptions { Stack = 0 }, "The option stack is \"0\"; expected a whole number from 1 to 16, or auto.");
    }

    [Fact]
    public void A_paddle_as_wide_as_the_board_never_misses()
    {
        var task = new CatchTask(new CatchOptions { Columns = 7, PaddleWidth = 7, Balls = 3 });
        for (int episode = 0; episode < 20; episode++) Assert.Equal(3, task.Play(_ => CatchTask.Right).Return);
    }

    private static void Refuses(CatchOptions options, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InputException>(() => new CatchTask(options)).Message);
}
