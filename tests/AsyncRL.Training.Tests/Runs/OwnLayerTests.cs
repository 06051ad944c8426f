using System.Text.Json.Nodes;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Runs with a kind of layer of another program: they are reopened where the class is, and refused where it is not.</summary>
public sealed class OwnLayerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.At("run");

    private string Manifest => System.IO.Path.Combine(Path, "run.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_run_is_reopened_by_its_directory_alone()
    {
        TrainingResult result = Start();
        var run = RunDirectory.Open(Path);
        TrainingConfiguration reopened = run.ReadConfiguration();
        Assert.Equal([new Wide(5, 3), new Rectifier()], reopened.Network.Description.Trunk.AsSpan());
        using (CheckpointFile checkpoint = run.SelectCheckpoint(reopened)) Assert.Equal(result.Theta, checkpoint.ReadTheta());
        TrainingRequest longer = run.ReadRequest() with { AgentSteps = result.AgentSteps + 100 };
        Assert.True(Trainer.Resume(longer.For(new WalkTask()), run).AgentSteps >= result.AgentSteps + 100);
    }

    [Fact]
    public void A_program_without_the_class_says_so_in_a_sentence()
    {
        Start();
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        manifest["networkLayers"]!["layers"]![0]!["kind"] = "of-another-program";
        File.WriteAllText(Manifest, manifest.ToJsonString());
        string sentence = Sentence.Of(() => RunDirectory.Open(Path).ReadConfiguration());
        Assert.Contains(
            $"{Manifest}, layer 1, has the kind \"of-another-program\", of which this program has no class; expected one of convolution,",
            sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_run_json_cannot_hold_is_refused_before_a_directory_is_made()
    {
        TrainingConfiguration configuration = Configuration(new Unsaved(4));
        Assert.Contains(nameof(Unsaved), Sentence.Of(() => RunDirectory.Create(Path, configuration)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path));
        Assert.True(Trainer.Train(configuration).AgentSteps >= 200);
    }

    private TrainingResult Start()
    {
        TrainingConfiguration configuration = Configuration(new Wide(5, 3));
        return Trainer.Train(configuration, RunDirectory.Create(Path, configuration));
    }

    private static TrainingConfiguration Configuration(LayerDescription layer) => TrainingConfiguration.Resolve(
        Requests.Small(200), new WalkTask(),
        new GivenParts(Network: new NetworkDescription("own", "this test", [layer, new Rectifier()])));

    private sealed record Wide(int Units, int Times) : LayerDescription
    {
        public override Layer Build(Shape input) => new Dense(input, Units * Times);
    }

    private sealed record Unsaved : LayerDescription
    {
        private readonly int _units;

        public Unsaved(int units) => _units = units;

        public override Layer Build(Shape input) => new Dense(input, _units);
    }
}
