using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Tests;

/// <summary>The small parts of the displays.</summary>
public sealed class ViewTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0123456, "0.0123")]
    [InlineData(0.00123456, "0.00123")]
    [InlineData(0.000123456, "1.2e-4")]
    [InlineData(1.23456, "1.235")]
    [InlineData(-12.3456, "-12.35")]
    [InlineData(123456, "123,456")]
    [InlineData(2.5e9, "2.50e9")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Numbers_keep_about_three_digits(double value, string expected) => Assert.Equal(expected, NumberText.Significant(value));

    [Theory]
    [InlineData(3.2, "3 s")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(3720, "1 h 02 min")]
    [InlineData(double.NaN, "–")]
    public void Durations_are_words(double seconds, string expected) => Assert.Equal(expected, NumberText.Duration(seconds));

    [Theory]
    [InlineData("runs/catch-a3c-1", "runs/catch-a3c-1")]
    [InlineData("my runs/1", "'my runs/1'")]
    public void Paths_are_quoted_where_a_shell_would_split_them(string path, string expected) =>
        Assert.Equal(expected, NumberText.Quoted(path));

    [Fact]
    public void A_curve_rises_from_the_lowest_block_to_the_highest()
    {
        Assert.Equal(["▁▂▃▄▅▆▇█"], Curve.Draw([0, 1, 2, 3, 4, 5, 6, 7], 1));
        Assert.Equal([" █", "▁█"], Curve.Draw([0, 1], 2));
        Assert.Equal([" ▅ "], Curve.Draw([double.NaN, -1, double.NaN], 1));
    }

    [Fact]
    public void A_curve_has_a_place_for_the_whole_run()
    {
        double[] cells = Curve.Resample([(0.25, 1), (0.26, 3), (0.75, 5)], 8);
        Assert.Equal([double.NaN, double.NaN, 2, 5, 5, 5, 5, double.NaN], cells);
    }

    [Theory]
    [InlineData(0, "    ")]
    [InlineData(0.5, "██  ")]
    [InlineData(0.53125, "██▏ ")]
    [InlineData(1, "████")]
    [InlineData(7, "████")]
    [InlineData(double.NaN, "    ")]
    public void A_bar_is_exact_to_an_eighth(double share, string expected) => Assert.Equal(expected, Bar.Solid(share, 4));

    [Theory]
    [InlineData("trian", "train")]
    [InlineData("evalute", "evaluate")]
    [InlineData("paly", "play")]
    [InlineData("dance", null)]
    public void Spelling_finds_what_is_near(string word, string? expected) =>
        Assert.Equal(expected, Names.Nearest(word, ["train", "evaluate", "play", "list"]));

    [Theory]
    [InlineData(4, 40, 10)]
    [InlineData(50, 80, 20)]
    [InlineData(50, 20, 5)]
    public void A_vector_is_bars_that_fit(int size, int width, int height)
    {
        var values = new float[size];
        for (int i = 0; i < size; i++) values[i] = i - 1;
        StyledText sheet = VectorBars.Draw(values, width, height);
        Assert.InRange(sheet.Height, 1, height);
        Assert.InRange(sheet.Width, 1, Math.Max(width, 28));
    }

    [Fact]
    public void Progress_is_shown_only_of_work_that_takes_longer_than_two_seconds()
    {
        var clock = new StepClock();
        using var writer = new StringWriter();
        var progress = new ProgressLine(writer, isTerminal: false, clock);
        foreach (double seconds in new[] { 0.5, 1.9, 2.1, 3, 7.0, 7.2 })
        {
            clock.Now = seconds;
            progress.Report(seconds / 10, "episodes");
        }

        progress.Clear();
        Assert.Equal($"21 %: episodes{Environment.NewLine}72 %: episodes{Environment.NewLine}", writer.ToString());
    }

    [Fact]
    public void Progress_on_a_terminal_is_one_line_that_vanishes()
    {
        var clock = new StepClock();
        using var writer = new StringWriter();
        var progress = new ProgressLine(writer, isTerminal: true, clock);
        clock.Now = 3;
        progress.Report(0.5, "episodes");
        progress.Clear();
        Assert.StartsWith("\r\e[2K━", writer.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\r\e[2K", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', writer.ToString());
    }

    private sealed class StepClock : TimeProvider
    {
        internal double Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Now * 1000);
    }
}
