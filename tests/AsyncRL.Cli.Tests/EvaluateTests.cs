using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace AsyncRL.Cli.Tests;

[Collection(TrainedRunGroup.Name)]
public sealed class EvaluateTests(TrainedRunFixture trained)
{
    [Fact]
    public void The_run_s_seed_reproduces_the_final_evaluation_of_train()
    {
        CommandResult result = CommandLine.Run("evaluate", trained.Path, "--episodes", "20", "--json");
        result.AssertSucceeded();
        Assert.Equal(JsonNode.Parse(trained.TrainDocument)!["evaluation"]!.ToJsonString(), result.Document.ToJsonString());
    }

    [Fact]
    public void Another_seed_plays_other_episodes()
    {
        CommandResult one = CommandLine.Run("evaluate", trained.Path, "--episodes", "40", "--seed", "11", "--json");
        CommandResult other = CommandLine.Run("evaluate", trained.Path, "--episodes", "40", "--seed", "12", "--json");
        Assert.NotEqual(one.Output, other.Output);
    }

    [Fact]
    public void Json_has_exactly_the_documented_fields()
    {
        string[] fields =
        [
            "episodes", "meanReturn", "stdReturn", "minReturn", "maxReturn", "greedyMeanReturn", "cutEpisodes", "agentStepsPerEpisode",
            "returns",
        ];
        Assert.Equal(fields, CommandLine.Run("evaluate", trained.Path, "--episodes", "1", "--json").Document.Select(m => m.Key));
    }

    [Fact]
    public void Json_has_the_return_of_each_episode_and_of_many_episodes_quantiles()
    {
        JsonObject few = CommandLine.Run("evaluate", trained.Path, "--episodes", "30", "--json").Document;
        double[] returns = [.. few["returns"]!.AsArray().Select(value => value!.GetValue<double>())];
        Assert.Equal(30, returns.Length);
        Assert.Equal(few["meanReturn"]!.GetValue<double>(), returns.Average(), 1e-9);
        Assert.Equal(returns.Order(), returns);
        JsonObject many = CommandLine.Run("evaluate", trained.Path, "--episodes", "1100", "--json").Document;
        Assert.Equal((1100, 1000), (many["episodes"]!.GetValue<int>(), many["returns"]!.AsArray().Count));
    }

    [Fact]
    public void Greedy_figures_are_those_that_stand_beside_the_drawn_ones()
    {
        JsonObject drawn = CommandLine.Run("evaluate", trained.Path, "--episodes", "30", "--json").Document;
        JsonObject greedy = CommandLine.Run("evaluate", trained.Path, "--episodes", "30", "--greedy", "--json").Document;
        Assert.Equal(drawn["greedyMeanReturn"]!.GetValue<double>(), greedy["meanReturn"]!.GetValue<double>());
    }

    [Fact]
    public void Without_json_it_is_two_sentences()
    {
        CommandResult result = CommandLine.Run("evaluate", trained.Path, "--episodes", "5");
        result.AssertSucceeded();
        Assert.StartsWith("a3c on catch, network mlp, after 2,00", result.Output, StringComparison.Ordinal);
        result.AssertPrinted("Evaluation over 5 new episodes, actions drawn from the policy: mean return ");
        result.AssertPrinted(" ± ");
    }

    [Fact]
    public void A_signal_gives_up_without_figures()
    {
        CommandResult result = CommandLine.Run(new CommandOptions { SignalAtStart = PosixSignal.SIGINT }, "evaluate", trained.Path);
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal("Interrupted." + Environment.NewLine, result.Error);
    }
}
