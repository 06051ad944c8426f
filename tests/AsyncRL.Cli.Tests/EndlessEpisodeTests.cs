using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>All commands cut episodes that never end by themselves, and the output reports it.</summary>
public sealed class EndlessEpisodeTests
{
    private static readonly string[] Endless =
    [
        "train", "null", "--set", "height=8", "--set", "width=8", "--set", "channels=1", "--set", "episode-length=0", "--network", "mlp",
        "--threads", "1", "--agent-steps", "100", "--set", "evaluation-episodes=3", "--set", "evaluation-agent-steps=50",
    ];

    [Fact]
    public void They_are_cut_and_counted_by_every_command_that_plays_them()
    {
        using var directory = new TemporaryDirectory();
        string run = directory.At("run");
        CommandResult trained = CommandLine.Run([.. Endless, "--output", run]);
        Assert.Equal(0, trained.ExitCode);
        trained.AssertPrinted("6 episodes were cut after 50 agent steps without an end.");

        JsonObject evaluated = CommandLine.Run("evaluate", run, "--episodes", "2", "--agent-steps-per-episode", "7", "--json").Document;
        Assert.Equal(4, evaluated["cutEpisodes"]!.GetValue<int>());
        Assert.Equal(7, evaluated["agentStepsPerEpisode"]!.GetValue<int>());
        CommandLine.Run("evaluate", run, "--episodes", "1", "--greedy").AssertPrinted("1 episode was cut after 50 agent steps");
        CommandLine.Run("play", run, "--episodes", "2", "--agent-steps-per-episode", "3")
            .AssertPrinted("2 episodes, mean return ", "2 episodes were cut after 3 agent steps");
        string[] record = ["record", run, "--output", directory.At("x.gif"), "--episodes", "2", "--agent-steps-per-episode", "4"];
        CommandLine.Run(record).AssertPrinted("2 episodes were cut after 4 agent steps");
        JsonObject recorded = CommandLine.Run([.. record, "--json"]).Document;
        Assert.Equal(2, recorded["cutEpisodes"]!.GetValue<int>());
        Assert.Equal(8, recorded["agentSteps"]!.GetValue<int>());
    }

    [Fact]
    public void Nothing_is_said_where_every_episode_came_to_its_end()
    {
        using var directory = new TemporaryDirectory();
        CommandResult trained = CommandLine.Run([.. CommandLine.SmallTraining, "--output", directory.At("run")]);
        Assert.DoesNotContain("cut", trained.Output, StringComparison.Ordinal);
    }
}
