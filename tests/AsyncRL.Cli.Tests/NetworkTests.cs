using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Networks of other sizes and from files, and the run directories that contain them.</summary>
public sealed class NetworkTests : IDisposable
{
    private const string Small =
        """
        {
            "name": "small",
            "layers": [
                { "kind": "convolution", "filters": 2, "kernel": 3, "stride": 2 }, { "kind": "rectifier" },
                { "kind": "dense", "units": 8 }, { "kind": "layer-normalization" }, { "kind": "rectifier" }, { "kind": "lstm", "cells": 4 },
            ]
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("mlp", "hidden=12,10", "dense 12, relu, dense 10, relu")]
    [InlineData("mlp-lstm", "cells=5", "dense 64, relu, lstm 5")]
    public void A_run_with_other_sizes_is_resumed_and_evaluated(string network, string size, string layers)
    {
        string run = Train("--network", network, "--set", size);
        Assert.Equal((network, layers), ((string?)Manifest(run)["network"], (string?)Manifest(run)["layers"]));
        Assert.NotNull(Manifest(run)["networkLayers"]);
        Reuse(run);
    }

    [Fact]
    public void A_run_with_a_network_file_needs_the_file_no_more()
    {
        string file = Write(Small);
        string run = Train("--network", file);
        File.Delete(file);
        Assert.Equal("conv 2@3×3/2, relu, dense 8, layer-norm, relu, lstm 4", (string?)Manifest(run)["layers"]);
        Assert.Equal("small", (string?)Manifest(run)["networkLayers"]!["name"]);
        Reuse(run);
    }

    [Fact]
    public void A_run_json_gives_its_layers_to_another_run()
    {
        string first = Train("--network", Write(Small)), second = _directory.At("second");
        CommandLine.Run("train", "--options", Path.Combine(first, "run.json"), "--output", second).AssertSucceeded();
        Assert.Equal(Manifest(first)["networkLayers"]!.ToJsonString(), Manifest(second)["networkLayers"]!.ToJsonString());
        string third = _directory.At("third");
        CommandLine.Run("train", "--options", Path.Combine(first, "run.json"), "--network", "mlp", "--output", third).AssertSucceeded();
        Assert.Equal("dense 64, relu", (string?)Manifest(third)["layers"]);
        Assert.Null(Manifest(third)["networkLayers"]);
    }

    [Fact]
    public void A_resumed_run_keeps_its_sizes()
    {
        string run = Train("--network", "mlp", "--set", "hidden=12");
        CommandResult result = CommandLine.Run("train", "--resume", run, "--agent-steps", "900", "--set", "hidden=10");
        result.AssertRefused("option hidden is \"10\"", "expected \"12\"");
    }

    [Theory]
    [InlineData("{ \"kind\": \"dense\", \"units\": 0 }", "layer 1", "units", "1000000")]
    [InlineData("{ \"kind\": \"dence\", \"units\": 3 }", "layer 1", "did you mean dense?")]
    [InlineData("{ \"kind\": \"dense\", \"unitz\": 3 }", "layer 1", "unitz", "did you mean units?")]
    [InlineData("{ \"kind\": \"convolution\", \"filters\": 2, \"kernel\": 9, \"stride\": 1 }", "small", "kernel is 9×9", "6×6")]
    [InlineData("{ \"kind\": \"dense\", \"units\": 3 }, { \"kind\": \"convolution\", \"filters\": 2, \"kernel\": 2, \"stride\": 1 }",
        "small", "kernel is 2×2", "1×1")]
    [InlineData("{ \"kind\": \"dense\", \"units\": 1000000 }, { \"kind\": \"dense\", \"units\": 1000000 }", "small", "smaller network")]
    public void A_file_with_nonsense_is_refused_in_a_sentence(string layers, params string[] parts)
    {
        string file = Write($"{{ \"name\": \"small\", \"layers\": [{layers}] }}");
        CommandResult result = CommandLine.Run(
            "train", "catch", "--set", "rows=6", "--set", "columns=6", "--network", file, "--output", _directory.At("run"));
        result.AssertRefused(parts);
        Assert.False(Directory.Exists(_directory.At("run")));
    }

    [Theory]
    [InlineData("mlp", "cells=3", "network mlp has no LSTM layer")]
    [InlineData("mlp", "hidden=0", "option hidden is \"0\"")]
    [InlineData("missing.json", "rows=6", "network file missing.json does not exist")]
    public void Sizes_and_files_that_are_not_there_are_refused(string network, string assignment, string part) =>
        CommandLine.Run("train", "catch", "--network", network, "--set", assignment, "--output", _directory.At("run")).AssertRefused(part);

    [Theory]
    [InlineData("mlp", "hidden")]
    [InlineData("mlp-lstm", "cells")]
    public void The_list_shows_the_options_of_a_network(string network, string option) =>
        Assert.Contains($" {option} ", CommandLine.Run("list", network).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("hidden=12", "for the network mlp (dense 64, relu); the network mlp (dense 12, relu) may need another learning rate")]
    [InlineData("hidden=64", null)]
    [InlineData("hidden=auto", null)]
    public void A_note_on_settings_compares_layers_rather_than_names(string size, string? part)
    {
        string error = TrainCartPole("--set", size).Error;
        if (part is null) Assert.Equal("", error);
        else Assert.Contains($"Note: The settings of a3c on cartpole were found {part}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(32, "for the network mlp; the network mine may need another learning rate")]
    public void A_note_on_settings_compares_the_layers_of_a_file(int units, string? part)
    {
        string file = Write(
            $"{{ \"name\": \"mine\", \"layers\": [{{ \"kind\": \"dense\", \"units\": {units} }}, {{ \"kind\": \"rectifier\" }}] }}");
        string error = TrainCartPole("--network", file).Error;
        if (part is null) Assert.Equal("", error);
        else Assert.Contains($"Note: The settings of a3c on cartpole were found {part}", error, StringComparison.Ordinal);
    }

    private CommandResult TrainCartPole(params string[] more) => CommandLine.Run(
        ["train", "cartpole", "--threads", "1", "--agent-steps", "50", "--set", "evaluation-episodes=0",
            "--output", _directory.At("cartpole"), .. more]);

    private static JsonNode Manifest(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!;

    private static void Reuse(string run)
    {
        Assert.Equal(0, CommandLine.Run("train", "--resume", run, "--agent-steps", "900").ExitCode);
        CommandLine.Run("evaluate", run, "--episodes", "2").AssertSucceeded();
    }

    private string Train(params string[] arguments)
    {
        string run = _directory.At("run");
        CommandLine.Run(
        [
            "train", "catch", "--set", "rows=6", "--set", "columns=6", "--threads", "1", "--agent-steps", "500",
            "--set", "evaluation-episodes=0", .. arguments, "--output", run,
        ]).AssertSucceeded();
        return run;
    }

    private string Write(string text)
    {
        string path = _directory.At("small.json");
        File.WriteAllText(path, text);
        return path;
    }
}
