using System.Buffers.Binary;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The images of a game with a screen that are shown to people: the screen, or the agent's observation.</summary>
public sealed class ScreenViewTests(ArcadeRunFixture trained) : IClassFixture<ArcadeRunFixture>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_recording_shows_the_screen_unless_told_to_show_what_the_agent_sees()
    {
        const int panelAndMargins = 276;
        Assert.Equal(panelAndMargins + (2 * 160), WidthOf(Record()));
        Assert.Equal(panelAndMargins + (2 * 160), WidthOf(Record("--view", "screen")));
        Assert.Equal(panelAndMargins + (3 * 84), WidthOf(Record("--view", "agent")));
        Assert.Equal(panelAndMargins + 160, WidthOf(Record("--scale", "1")));
    }

    /// <summary>A sheet of 24 screens of 160×210 pixels at scale 32 would have 2.5 GB, more than the largest array.</summary>
    [Theory]
    [InlineData("picture.png", "screen", "20", "at most 19", "160×210")]
    [InlineData("picture.gif", "agent", "64", "at most 48", "84×84")]
    public void A_scale_that_makes_a_picture_too_large_is_refused(string name, string view, params string[] sentence)
    {
        CommandResult result = CommandLine.Run(
            "record", trained.Path, "--output", _directory.At(name), "--view", view, "--scale", sentence[0]);
        result.AssertRefused(sentence);
        Assert.False(File.Exists(_directory.At(name)));
    }

    /// <summary>15 agent steps per second: 60 frames, of which an action lasts four. The file stores hundredths of a second.</summary>
    [Fact]
    public void A_recording_runs_at_the_pace_of_the_game()
    {
        Assert.Equal(7, HundredthsOfTheFirstFrame(Record()));
        Assert.Equal(7, HundredthsOfTheFirstFrame(Record("--view", "agent")));
        Assert.Equal(20, HundredthsOfTheFirstFrame(Record("--speed", "5")));
    }

    /// <summary>As characters, two per pixel, the image has 64 columns and 40 rows, because a screen is higher than wide.</summary>
    [Theory]
    [InlineData("screen", 2 * 30)]
    [InlineData("agent", 2 * 32)]
    public void A_viewer_of_a_run_sees_the_screen_or_the_agents_observation(string view, int letters)
    {
        CommandResult result = CommandLine.Run("play", trained.Path, "--view", view);
        result.AssertSucceeded();
        result.AssertPrinted($"┌{new string('─', letters)}┐");
    }

    /// <summary>Half blocks, one character per column, on a terminal that is large enough for all of them.</summary>
    [Theory]
    [InlineData("screen", 160)]
    [InlineData("agent", 2 * 84)]
    public void A_person_that_plays_sees_the_screen_or_an_agents_observation(string view, int letters)
    {
        CommandResult result = OnTerminal("play", "freeway", "--human", "--view", view);
        result.AssertSucceeded();
        result.AssertPrinted($"┌{new string('─', letters)}┐");
    }

    [Fact]
    public void A_game_is_played_at_its_own_pace_unless_told_otherwise()
    {
        OnTerminal("play", "freeway", "--human").AssertPrinted("15 agent steps/s", "no-op", "↑ w");
        OnTerminal("play", "freeway", "--human", "--set", "action-repeat=1").AssertPrinted("60 agent steps/s");
        OnTerminal("play", "freeway", "--human", "--speed", "7").AssertPrinted("7 agent steps/s");
    }

    /// <summary>CartPole is drawn 420 wide and 180 high; its panel is higher. The bars of what the agent sees are narrower.</summary>
    [Fact]
    public void A_task_whose_observations_are_numbers_is_drawn()
    {
        const int panelAndMargins = 276;
        string run = _directory.At("cartpole");
        CommandLine.Run(
            "train", "cartpole", "--network", "mlp", "--threads", "1", "--agent-steps", "40", "--set", "evaluation-episodes=1",
            "--output", run).AssertSucceeded();
        Assert.Equal(panelAndMargins + 420, WidthOf(Recording(run)));
        Assert.Equal(panelAndMargins + (2 * 138), WidthOf(Recording(run, "--view", "agent")));
        Assert.Equal(2, HundredthsOfTheFirstFrame(Recording(run)));
        CommandResult text = CommandLine.Run("play", run);
        text.AssertPrinted($"┌{new string('─', 2 * 32)}┐", $"│{new string(' ', 2 * 32)}│", "++");
        OnTerminal("play", "cartpole", "--human").AssertPrinted($"┌{new string('─', 185)}┐");
    }

    private static CommandResult OnTerminal(params string[] arguments) => CommandLine.Run(
        new CommandOptions { OutputIsTerminal = true, Keys = "..q", TerminalSize = (220, 130) }, arguments);

    private byte[] Record(params string[] options) => Recording(trained.Path, options);

    private byte[] Recording(string run, params string[] options)
    {
        string gif = _directory.At("picture.gif");
        CommandResult result = CommandLine.Run(["record", run, "--output", gif, "--agent-steps", "7", .. options]);
        result.AssertSucceeded();
        result.AssertPrinted("7 frames of 7 agent steps");
        return File.ReadAllBytes(gif);
    }

    private static int WidthOf(byte[] gif) => BinaryPrimitives.ReadUInt16LittleEndian(gif.AsSpan(6));

    /// <summary>The data after the header of 13 bytes and the 19 bytes with the number of repetitions.</summary>
    private static int HundredthsOfTheFirstFrame(byte[] gif)
    {
        const int control = 13 + 19;
        Assert.Equal([0x21, 0xF9, 4], gif[control..(control + 3)]);
        return BinaryPrimitives.ReadUInt16LittleEndian(gif.AsSpan(control + 4));
    }
}

/// <summary>A small finished run of an arcade game.</summary>
public sealed class ArcadeRunFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ArcadeRunFixture()
    {
        CommandResult result = CommandLine.Run(
            "train", "freeway", "--network", "mlp", "--threads", "1", "--agent-steps", "40", "--set", "seconds=10", "--set",
            "evaluation-episodes=1", "--output", Path, "--json");
        Assert.Equal(0, result.ExitCode);
    }

    /// <summary>The run directory.</summary>
    public string Path => _directory.At("run");

    public void Dispose() => _directory.Dispose();
}
