using System.Linq;
using System.Runtime.InteropServices;

namespace AsyncRL.Cli.Tests;

[Collection(TrainedRunGroup.Name)]
public sealed class PlayTests(TrainedRunFixture trained)
{
    private const int AgentStepsPerEpisode = 5;

    [Fact]
    public void Without_a_terminal_one_episode_is_printed_in_letters()
    {
        CommandResult result = CommandLine.Run("play", trained.Path);
        result.AssertSucceeded();
        Assert.DoesNotContain('\e', result.Output);
        string[] lines = result.Output.Split(Environment.NewLine);
        Assert.Equal(AgentStepsPerEpisode + 1, lines.Count(l => l == "a3c on catch"));
        Assert.Equal(AgentStepsPerEpisode, lines.Count(l => l.Contains('▶', StringComparison.Ordinal)));
        result.AssertPrinted("@@");
        Assert.StartsWith("1 episode, mean return ", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_it_plays_in_half_blocks_on_a_screen_of_its_own()
    {
        var terminal = new CommandOptions { OutputIsTerminal = true };
        CommandResult result = CommandLine.Run(terminal, "play", trained.Path, "--episodes", "2", "--speed", "1e9", "--greedy");
        result.AssertSucceeded();
        Assert.Contains('▀', result.Output);
        result.AssertPrinted("\e[?1049h");
        result.AssertPrinted("\e[?1049l");
        result.AssertPrinted("2 episodes, mean return ");
    }

    [Fact]
    public void The_seed_decides_what_is_seen()
    {
        string one = CommandLine.Run("play", trained.Path, "--seed", "3").Output;
        Assert.Equal(one, CommandLine.Run("play", trained.Path, "--seed", "3").Output);
        Assert.NotEqual(one, CommandLine.Run("play", trained.Path, "--seed", "4").Output);
    }

    [Fact]
    public void Ctrl_C_is_how_an_endless_show_ends_well()
    {
        var terminal = new CommandOptions { OutputIsTerminal = true, SignalAtStart = PosixSignal.SIGINT };
        Assert.Equal(0, CommandLine.Run(terminal, "play", trained.Path).ExitCode);
        Assert.Equal(130, CommandLine.Run(terminal, "play", trained.Path, "--episodes", "3").ExitCode);
    }
}
