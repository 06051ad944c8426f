using AsyncRL.Environments;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Visualization.Tests;

public sealed class RecordingTests
{
    private static readonly ActionSpecification Sideways = ActionSpecification.Discrete("left", "right");

    [Theory]
    [InlineData(1, 84, 99, 1)]
    [InlineData(24, 138, 147, 6)]
    [InlineData(24, 200, 50, 3)]
    [InlineData(3, 10, 1000, 3)]
    public void The_columns_of_a_sheet_make_it_half_as_wide_again_as_high(int count, int width, int height, int columns) =>
        Assert.Equal(columns, ContactSheet.ColumnsOf(count, width, height));

    [Fact]
    public void The_frames_of_a_sheet_are_in_a_grid_in_order()
    {
        var frames = new List<CaptionedFrame>();
        for (int i = 0; i < 6; i++)
        {
            var picture = new Picture(90, 60);
            picture.Fill(0, 0, 90, 60, new Rgb(255, (byte)i, 0));
            frames.Add(new CaptionedFrame(picture, 1, i, i, i == 5));
        }

        Picture sheet = new ContactSheet("six", Sideways, 1).Draw(frames);
        var corners = new List<(int X, int Y)>();
        for (int i = 0; i < 6; i++) corners.Add(UpperLeftOf(sheet, new Rgb(255, (byte)i, 0)));
        Assert.Equal(3 * (90 + 8) + 8, sheet.Width);
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(8 + (i % 3 * 98), corners[i].X);
            Assert.Equal(corners[i / 3 * 3].Y, corners[i].Y);
        }

        Assert.InRange(corners[3].Y - corners[0].Y, 61, 120);
    }

    /// <summary>A cell is 90 wide. The rows below the frame are place, score, value and the two actions, each 9 pixels high.</summary>
    [Fact]
    public void Below_a_frame_of_a_sheet_are_the_value_and_the_policy()
    {
        CaptionedFrame Frame(float left, int action) => CaptionedFrame.Of(EpisodeStep(left, action)) with { Picture = new Picture(90, 60) };
        Picture unsure = Sheet(Frame(0.25f, action: 1)), sure = Sheet(Frame(0f, action: 1)), left = Sheet(Frame(1f, action: 0));
        Assert.Equal((unsure.Width, unsure.Height), (sure.Width, sure.Height));
        const int Bars = 8 + 9 + 8 + 60 + 1 + (3 * 9) + 2, Bar = 8 + (6 * 6), Width = 90 - (6 * 6);
        Rgb other = new(84, 146, 232), chosen = new(250, 204, 72), empty = new(44, 48, 60);
        Assert.Equal(other, unsure[Bar, Bars]);
        Assert.Equal(other, unsure[Bar + (Width / 4) - 2, Bars + 3]);
        Assert.Equal(empty, unsure[Bar + (Width / 4) + 2, Bars + 3]);
        Assert.Equal(chosen, unsure[Bar + (Width * 3 / 4) - 2, Bars + 9 + 3]);
        Assert.Equal(empty, unsure[Bar + (Width * 3 / 4) + 2, Bars + 9 + 3]);
        Assert.Equal((empty, chosen), (sure[Bar, Bars + 3], sure[Bar + Width - 1, Bars + 9 + 3]));
        Assert.Equal((chosen, empty), (left[Bar + Width - 1, Bars + 3], left[Bar, Bars + 9 + 3]));

        static Picture Sheet(CaptionedFrame frame) => new ContactSheet("one", Sideways, 1).Draw([frame]);
    }

    [Fact]
    public void A_sheet_writes_the_value_and_at_the_end_of_an_episode_that_it_is_over()
    {
        Picture low = Sheet(0.5f), high = Sheet(0.75f), over = Sheet(null);
        const int ValueTop = 8 + 9 + 8 + 60 + 1 + (2 * 9) + 2;
        Assert.Equal(Rows(low, 0, ValueTop), Rows(high, 0, ValueTop));
        Assert.NotEqual(Rows(low, ValueTop, 7), Rows(high, ValueTop, 7));
        Assert.NotEqual(0, Count(over, new Rgb(250, 204, 72)));
        Assert.Equal(0, Count(over, new Rgb(84, 146, 232)));

        static Picture Sheet(float? value)
        {
            CaptionedFrame frame = CaptionedFrame.Of(EpisodeStep(value is null ? null : 0.5f, value is null ? -1 : 1));
            return new ContactSheet("one", Sideways, 1).Draw(
                [frame with { Picture = new Picture(90, 60), Value = value ?? float.NaN }]);
        }

        static byte[] Rows(Picture picture, int top, int rows) =>
            picture.Bytes.Slice(top * picture.Width * 3, rows * picture.Width * 3).ToArray();
    }

    /// <summary>Seven actions have bars of two pixels in each three, without names, over the whole width.</summary>
    [Fact]
    public void Many_actions_have_thin_bars_on_a_sheet()
    {
        var action = new ShownAction([0, 0, 0, 1, 0, 0, 0], [], [3]);
        var frame = new CaptionedFrame(new Picture(90, 60), 1, 3, 1, IsEnd: false) { Action = action };
        Picture sheet = new ContactSheet("one", ActionSpecification.Discrete(7), 1).Draw([frame]);
        Assert.Equal(90 * 2, Count(sheet, new Rgb(250, 204, 72)));
        Assert.Equal(6 * 90 * 2, Count(sheet, new Rgb(44, 48, 60)));
    }

    [Fact]
    public void A_frame_of_a_sheet_is_reduced_to_the_largest_side()
    {
        var screen = new Observation(ObservationSpecification.Pixels(30, 60, 3));
        Picture reduced = CaptionedFrame.Of(EpisodeStep(0.5f, 1, screen), largestSide: 20).Picture;
        Picture whole = CaptionedFrame.Of(EpisodeStep(0.5f, 1, screen), largestSide: 60).Picture;
        Assert.Equal((20, 10, 60, 30), (reduced.Width, reduced.Height, whole.Width, whole.Height));
    }

    [Fact]
    public void A_moment_is_drawn_with_bars_as_long_as_actions_are_probable()
    {
        var drawing = new EpisodeStepPicture("catch", Sideways, 10);
        Picture picture = drawing.Draw(EpisodeStep(0.25f, action: 1));
        int other = Count(picture, new Rgb(84, 146, 232)), chosen = Count(picture, new Rgb(250, 204, 72));
        Assert.InRange(other, 1, chosen / 2);
        Assert.Equal(Rgb.Gray(77), picture[12 + 15, 12 + 5]);
        Picture certain = drawing.Draw(EpisodeStep(0f, action: 1));
        Assert.Equal(0, Count(certain, new Rgb(84, 146, 232)));
        Assert.Equal((picture.Width, picture.Height), (certain.Width, certain.Height));
    }

    [Fact]
    public void People_see_the_screen_where_there_is_one_and_else_what_the_agent_sees()
    {
        var screen = new Observation(ObservationSpecification.Pixels(3, 4, 3));
        var red = new Rgb(255, 1, 2);
        for (int i = 0; i < 12; i++) (screen.Pixels[3 * i], screen.Pixels[(3 * i) + 1], screen.Pixels[(3 * i) + 2]) = (255, 1, 2);
        EpisodeStep seen = EpisodeStep(0.5f, action: 0), shown = EpisodeStep(0.5f, action: 0, screen);
        Assert.Equal((2, 2), (CaptionedFrame.Of(seen).Picture.Width, CaptionedFrame.Of(seen).Picture.Height));
        Assert.Equal((4, 3), (CaptionedFrame.Of(shown).Picture.Width, CaptionedFrame.Of(shown).Picture.Height));
        Assert.Equal(4 * 3 * 5 * 5, Count(new EpisodeStepPicture("pong", Sideways, 5).Draw(shown), red));
    }

    [Fact]
    public void The_number_of_a_state_has_the_name_that_the_agent_gives_it()
    {
        EpisodeStep step = EpisodeStep(0.5f, action: 0);
        Picture value = Moment("value"), output = Moment("output z");
        Assert.Equal((value.Width, value.Height), (output.Width, output.Height));
        Assert.False(value.Bytes.SequenceEqual(output.Bytes));
        Assert.False(Sheet("value").Bytes.SequenceEqual(Sheet("output z").Bytes));

        Picture Moment(string name) => new EpisodeStepPicture("cartpole", Sideways, 2) { ValueName = name }.Draw(step);
        Picture Sheet(string name) => new ContactSheet("one", Sideways, 40) { ValueName = name }.Draw([CaptionedFrame.Of(step)]);
    }

    [Fact]
    public void The_end_of_an_episode_has_the_size_of_every_other_moment()
    {
        var drawing = new EpisodeStepPicture("catch", Sideways, 2);
        Picture picture = drawing.Draw(EpisodeStep(0.5f, action: 0)), end = drawing.Draw(EpisodeStep(null, action: -1));
        Assert.Equal((picture.Width, picture.Height), (end.Width, end.Height));
        Assert.False(picture.Bytes.SequenceEqual(end.Bytes));
    }

    [Theory]
    [InlineData(-2f)]
    [InlineData(0f)]
    [InlineData(2f)]
    public void A_number_of_an_action_is_a_bar_from_the_middle_of_its_range(float action)
    {
        var drawing = new EpisodeStepPicture("pendulum", ActionSpecification.Continuous(1, -2, 2), 1);
        Picture picture = drawing.Draw(new EpisodeStep
        {
            Observation = Pixels(),
            Probabilities = [],
            Vector = [action],
            Value = 0,
            Action = -1,
            Episode = 1,
            AgentSteps = 0,
            Return = 0,
            Returns = [],
        });
        int all = Count(picture, new Rgb(84, 146, 232)), rows = 14;
        Assert.Equal(action == 0 ? 2 * rows : (240 - 24) / 2 * rows, all);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(24)]
    [InlineData(128)]
    public void A_vector_is_bars_of_which_the_longest_is_the_largest_number(int size)
    {
        var observation = new Observation(ObservationSpecification.Vector(size));
        for (int i = 0; i < size; i++) observation.Values[i] = -i - 1;
        Picture picture = ObservationPicture.Of(observation);
        int negative = Count(picture, new Rgb(224, 96, 88));
        Assert.InRange(negative, 1, picture.Width * picture.Height / 2);
        observation.Values.Clear();
        Assert.Equal(0, Count(ObservationPicture.Of(observation), new Rgb(224, 96, 88)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(1234)]
    public void A_sample_is_spread_evenly_from_the_first_to_the_last(int many)
    {
        const int Few = 8;
        var sample = new EvenSample<int>(Few);
        for (int i = 0; i < many; i++) sample.Add(i);
        IReadOnlyList<int> picked = sample.Pick();
        Assert.Equal(Math.Min(Few, many), picked.Count);
        Assert.Equal((0, many - 1), (picked[0], picked[^1]));
        double even = (double)(many - 1) / (Few - 1);
        for (int i = 1; i < picked.Count; i++) Assert.InRange(picked[i] - picked[i - 1], Math.Min(1, even / 2), Math.Max(1, 2 * even));
    }

    [Fact]
    public void Nothing_is_picked_of_nothing() => Assert.Empty(new EvenSample<int>(3).Pick());

    private static Observation Pixels()
    {
        var observation = new Observation(ObservationSpecification.Pixels(2, 2, 1));
        observation.Pixels[1] = 77;
        return observation;
    }

    private static EpisodeStep EpisodeStep(float? left, int action, Observation? screen = null) => new()
    {
        Observation = Pixels(),
        Screen = screen!,
        Probabilities = left is { } known ? [known, 1 - known] : [],
        Value = left is null ? float.NaN : 0.5f,
        Action = action,
        Episode = 1,
        AgentSteps = 3,
        Return = 1,
        Returns = [],
    };

    private static int Count(Picture picture, Rgb color)
    {
        int count = 0;
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            if (picture[i % picture.Width, i / picture.Width] == color) count++;
        }

        return count;
    }

    private static (int X, int Y) UpperLeftOf(Picture picture, Rgb color)
    {
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            if (picture[i % picture.Width, i / picture.Width] == color) return (i % picture.Width, i / picture.Width);
        }

        return (-1, -1);
    }
}
