using System.Linq;
using System.Text.Json;
using AsyncRL.Core.Randomness;
using AsyncRL.TestSources;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public class RunManifestTests
{
    [Fact]
    public void A_configuration_comes_back_from_its_manifest() => PropertyCheck.ForAllSeeds("manifest", 100, seed =>
    {
        var generator = new RandomGenerator(seed);
        var task = new WalkTask();
        TrainingConfiguration written = Draw(generator).For(task);
        TrainingConfiguration read = RunManifest.Read(RunManifest.Write(written), "run.json").For(task);
        Assert.Equal(written.AllAssignments(), read.AllAssignments());
        Assert.Equal(written.AlgorithmOptions, read.AlgorithmOptions);
        Assert.Equal(written.EnvironmentOptions, read.EnvironmentOptions);
        Assert.Equal((written.Optimizer, written.Run), (read.Optimizer, read.Run));
        Assert.Equal(
            (written.Threads, written.AgentSteps, written.Seed, written.Sharing, written.VectorWidth),
            (read.Threads, read.AgentSteps, read.Seed, read.Sharing, read.VectorWidth));
        Assert.Equal((written.Algorithm.Name, written.Network.Description.Name), (read.Algorithm.Name, read.Network.Description.Name));
    });

    [Fact]
    public void The_manifest_tells_what_ran_and_where()
    {
        JsonElement manifest = JsonDocument.Parse(RunManifest.Write(Requests.Small().For(new WalkTask()))).RootElement;
        Assert.Equal(
            [
                "format", "version", "processor", "system", "vectorWidth", "fused", "started", "environment",
                "specification", "algorithm", "network", "layers", "networkLayers",
                "parameters", "execution", "threads", "actors", "agentSteps", "seed", "sharing", "options",
                "warnings",
            ],
            NamesOf(manifest));
        Assert.Equal("dense 64, relu", manifest.GetProperty("layers").GetString());
        Assert.Equal((3 * 64) + 64 + (64 * 3) + 3 + 64 + 1, manifest.GetProperty("parameters").GetInt32());
        Assert.Equal(DateTime.UtcNow, manifest.GetProperty("started").GetDateTime(), TimeSpan.FromMinutes(10));
        Assert.Equal(
            [
                "reward-noise", "normalize-observations", "normalize-rewards", "t-max", "entropy-weight", "psi", "rho-bar", "c-bar",
                "discount", "lambda", "critic-target", "entropy-weight-schedule", "value-gradient-scale", "reward-clip",
                "hidden", "cells", "optimizer",
                "learning-rate", "learning-rate-schedule", "decay", "epsilon", "initial-mean-square", "adam-mean-decay",
                "adam-square-decay",
                "adam-epsilon", "clip-norm", "initializer", "vector-width", "update", "reciprocal-root", "delay",
                "delay-agent-steps", "pin", "report-seconds", "checkpoint-seconds", "keep-checkpoints", "table-rows", "target-return",
                "target-episodes", "training-seconds", "evaluation-interval", "evaluation-episodes", "evaluation-agent-steps",
                "exchange-combine", "exchange-agent-steps", "exchange-statistics", "learning-rate-scaling",
                "rank-timeout-seconds", "simulated-ranks", "groups",
            ],
            NamesOf(manifest.GetProperty("options")));
    }

    [Fact]
    public void The_latencies_between_cores_are_written_and_do_not_concern_the_reader()
    {
        var latencies = new CoreLatencies([0, 2], new[,] { { 0, 206.04 }, { 206.04, 0 } });
        TrainingConfiguration configuration = (Requests.Small() with { Threads = 2 }).For(new WalkTask());
        string text = RunManifest.Write(configuration, latencies);
        JsonElement written = JsonDocument.Parse(text).RootElement.GetProperty("coreLatencies");
        Assert.Equal("[0,2]", Compact(written, "processors"));
        Assert.Equal("[[0],[2]]", Compact(written, "domains"));
        Assert.Equal("[[0,2.06E-07],[2.06E-07,0]]", Compact(written, "oneWaySeconds"));
        Assert.Equal(2.06e-7, written.GetProperty("betweenDomains").GetProperty("medianSeconds").GetDouble());
        Assert.False(written.TryGetProperty("withinDomains", out _));
        string old = RunManifest.Write(configuration);
        Assert.DoesNotContain("coreLatencies", old, StringComparison.Ordinal);
        Assert.Equal(
            RunManifest.Read(old, "run.json").For(new WalkTask()).AllAssignments(),
            RunManifest.Read(text, "run.json").For(new WalkTask()).AllAssignments());
    }

    /// <summary>17 cores have 136 pairs. The file has a line for each number.</summary>
    [Fact]
    public void Many_cores_are_written_without_their_pairs()
    {
        var nanoseconds = new double[17, 17];
        for (int a = 0; a < 17; a++)
        {
            for (int b = 0; b < 17; b++) nanoseconds[a, b] = a == b ? 0 : a / 9 == b / 9 ? 30 + a + b : 200;
        }

        var latencies = new CoreLatencies([.. Enumerable.Range(0, 17)], nanoseconds);
        string text = RunManifest.Write(Requests.Small().For(new WalkTask()), latencies);
        JsonElement written = JsonDocument.Parse(text).RootElement.GetProperty("coreLatencies");
        Assert.False(written.TryGetProperty("oneWaySeconds", out _));
        Assert.Equal("[[0,1,2,3,4,5,6,7,8],[9,10,11,12,13,14,15,16]]", Compact(written, "domains"));
        Assert.Equal(61e-9, written.GetProperty("withinDomains").GetProperty("largestSeconds").GetDouble());
        Assert.Equal(31e-9, written.GetProperty("withinDomains").GetProperty("leastSeconds").GetDouble());
        Assert.Equal(2e-7, written.GetProperty("betweenDomains").GetProperty("leastSeconds").GetDouble());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Only_a_run_of_several_threads_records_the_latencies(int threads, bool expected)
    {
        using var directory = new TemporaryDirectory();
        TrainingConfiguration configuration = (Requests.Small() with { Threads = threads }).For(new WalkTask());
        using RunDirectory run = RunDirectory.Create(directory.At("run"), configuration);
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.FullPath, "run.json"))).RootElement;
        Assert.Equal(expected && CoreLatencies.OfThisMachine is not null, manifest.TryGetProperty("coreLatencies", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\": \"one\"}")]
    [InlineData("{\"format\": 1e30}")]
    [InlineData("{\"format\": 3}")]
    [InlineData("{\"format\": 3, \"options\": []}")]
    [InlineData("{\"format\": 3, \"options\": {\"t-max\": 5}}")]
    [InlineData("{\"format\": 3, \"options\": {\"t-max\": \"5\", \"t-max\": \"6\"}}")]
    [InlineData("{\"format\": 3, \"options\": {}, \"environment\": 5}")]
    public void A_text_that_is_no_manifest_is_refused(string text) => Assert.Equal(
        "The file run.json is not a manifest of a run; expected the run.json that train wrote.",
        Sentence.Of(() => RunManifest.Read(text, "run.json")));

    [Fact]
    public void A_manifest_of_another_format_is_refused() => Assert.Equal(
        "The manifest run.json has format 1; expected 3.", Sentence.Of(() => RunManifest.Read("{\"format\": 1}", "run.json")));

    private static string Compact(JsonElement element, string member) => JsonSerializer.Serialize(element.GetProperty(member));

    private static string[] NamesOf(JsonElement node)
    {
        var names = new List<string>();
        foreach (JsonProperty property in node.EnumerateObject()) names.Add(property.Name);
        return [.. names];
    }

    private static TrainingRequest Draw(RandomGenerator generator)
    {
        string Number(double scale) => (scale * generator.NextDouble()).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string Word(params ReadOnlySpan<string> words) => words[generator.NextInteger(words.Length)];
        return Requests.Small(
            1 + generator.NextInteger(int.MaxValue),
            ("reward-noise", Number(10)),
            ("t-max", (1 + generator.NextInteger(100)).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("discount", Number(1)),
            ("entropy-weight", Number(1e-9)),
            ("optimizer", Word("shared-rmsprop", "rmsprop", "momentum-sgd")),
            ("learning-rate", Number(1e6)),
            ("learning-rate-schedule", Word("linear", "constant")),
            ("epsilon", Number(1)),
            ("vector-width", Word("widest", "scalar", "vector128", "vector256", "vector512")),
            ("update", Word("fused", "plain")),
            ("initializer", Word("torch", "glorot", "he", "orthogonal"))) with
        {
            Seed = generator.NextUInt64(),
            Threads = 1 + generator.NextInteger(64),
            Sharing = Word("hogwild", "volatile", "interlocked"),
        };
    }
}
