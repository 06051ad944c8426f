using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Runs that begin with the θ of another run.</summary>
public sealed class InitialParametersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a3c")]
    [InlineData("n-step-q")]
    public void Theta_and_the_target_network_are_the_sources_and_all_else_is_new(string algorithm)
    {
        TrainingRequest request = Requests.Small(2000) with { Algorithm = algorithm };
        float[] learned = new RunBench(request, At("source")).Start().Theta;
        using CheckpointFile drawn = FirstCheckpoint(request, "drawn");
        using CheckpointFile first = FirstCheckpoint(request with { InitialParameters = InitialParameters.Read(At("source")) }, "tuned");
        Assert.Equal(learned, first.ReadTheta());
        Assert.NotEqual(learned, drawn.ReadTheta());
        Checkpoint start = first.Checkpoint;
        Assert.Equal((0, 0, 0, 0), (start.AgentSteps, start.Updates, start.Episodes, start.Seconds));
        int targets = 0, others = 0;
        foreach (string name in first.SectionNames)
        {
            byte[] bytes = first.ReadAllBytes(name);
            bool isTarget = name.StartsWith("target parameters", StringComparison.Ordinal);
            if (isTarget) Assert.Equal(first.ReadAllBytes("theta"), bytes);
            else if (name != "theta") Assert.Equal(drawn.ReadAllBytes(name), bytes);
            (targets, others) = isTarget ? (targets + 1, others) : (targets, others + 1);
        }

        Assert.Equal(algorithm == "a3c" ? 0 : 1, targets);
        Assert.True(others > 5, $"{others} sections");
    }

    [Fact]
    public void Run_json_says_where_theta_comes_from()
    {
        long agentSteps = new RunBench(Requests.Small(2000), At("source")).Start().AgentSteps;
        var initial = InitialParameters.Read(At("source"));
        FirstCheckpoint(Requests.Small() with { InitialParameters = initial }, "tuned").Dispose();
        JsonNode written = JsonNode.Parse(File.ReadAllText(Path.Combine(At("tuned"), "run.json")))!["initialParameters"]!;
        Assert.Equal((At("source"), agentSteps, initial.Sha256),
            ((string?)written["directory"], (long)written["agentSteps"]!, (string?)written["sha256"]));
        Assert.Equal(initial.Sha256, InitialParameters.Read(At("source"), (string?)written["checkpoint"], initial.Sha256).Sha256);
        string other = Sentence.Of(() => InitialParameters.Read(At("source"), null, "0123"));
        Assert.Contains($"have the SHA-256 {initial.Sha256}; expected 0123.", other, StringComparison.Ordinal);
    }

    [Fact]
    public void Moments_of_observations_are_taken_over_whatever_the_number_of_actors()
    {
        TrainingRequest request = Requests.Small(2000, ("normalize-observations", "true"), ("normalize-rewards", "true")).Simulated(3);
        Normalization gathered = new RunBench(request, At("source")).Start().Normalization;
        var initial = InitialParameters.Read(At("source"));
        Assert.Contains("with the running moments of its observations", Assert.Single(initial.Notes), StringComparison.Ordinal);
        request = request.Simulated(2) with { InitialParameters = initial };
        using CheckpointFile first = FirstCheckpoint(request, "tuned");
        Normalization continued = first.ReadNormalization(request.For(new WalkTask()));
        Assert.Equal(SeenBy(gathered), SeenBy(continued));
        Assert.NotEqual(SeenBy(gathered), SeenBy(request.For(new WalkTask()).CreateNormalization()));
    }

    [Fact]
    public void A_run_that_was_killed_before_its_first_checkpoint_still_begins_with_them()
    {
        float[] learned = new RunBench(Requests.Small(2000), At("source")).Start().Theta;
        TrainingRequest request = Requests.Small(100) with { InitialParameters = InitialParameters.Read(At("source")) };
        foreach (string name in (string[])["tuned", "lost"]) RunDirectory.Create(At(name), request.For(new WalkTask())).Dispose();
        RunDirectory killed = RunDirectory.Open(At("tuned"));
        using (var continuation = Continuation.Prepare(killed, killed.ReadRequest().For(new WalkTask())))
        {
            var theta = new float[learned.Length];
            continuation.Engine.Shared.Snapshot(theta);
            Assert.Equal(learned, theta);
        }

        Directory.Delete(At("source"), recursive: true);
        RunDirectory lost = RunDirectory.Open(At("lost"));
        string sentence = Sentence.Of(() => Continuation.Prepare(lost, lost.ReadRequest().For(new WalkTask())));
        Assert.Contains(At("source"), sentence, StringComparison.Ordinal);

        // The first checkpoint contains θ. Later resumptions do not read the source.
        new RunBench(request, At("tuned")).Resume();
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        new RunBench(Requests.Small(100), At("source")).Start();
        var initial = InitialParameters.Read(At("source"));
        Refuses(Requests.Small() with { Network = "mlp-2" }, "layers \"dense 64, relu\"; expected \"dense 64, relu, dense 64, relu\"");
        Refuses(Requests.Small(100, ("hidden", "32")), "layers \"dense 64, relu\"; expected \"dense 32, relu\" as of the network mlp.");
        Refuses(Requests.Small() with { Algorithm = "n-step-q" }, "parameter blocks", "as of n-step-q.");
        Refuses(Requests.Small(100, ("normalize-observations", "true")), "normalize-observations \"false\"; expected \"true\"");
        RefusesOn("mountain-car", "observations \"vector 3\"; expected \"vector 2\" as of mountain-car.");
        RefusesOn("pendulum", "actions \"Discrete 3\"; expected \"Continuous 1\" as of pendulum.");

        void Refuses(TrainingRequest request, params string[] parts) =>
            AssertRefused(() => (request with { InitialParameters = initial }).For(new WalkTask()), parts);

        void RefusesOn(string environment, string part) => AssertRefused(
            () => TrainingConfiguration.Resolve(new TrainingRequest { Environment = environment, InitialParameters = initial }), part);
    }

    private void AssertRefused(Action refused, params string[] parts)
    {
        string sentence = Sentence.Of(refused);
        Assert.StartsWith($"The initial parameters of {At("source")} were learned with", sentence, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
    }

    private string At(string name) => _directory.At(name);

    private CheckpointFile FirstCheckpoint(TrainingRequest request, string name)
    {
        var run = new RunBench(request, At(name));
        run.Start(stopDuringStep: 1);
        return RunDirectory.Open(run.Path).SelectCheckpoint(request.For(new WalkTask()), "0");
    }

    /// <summary>An observation of a task as moments show it.</summary>
    private static float[] SeenBy(Normalization moments)
    {
        using IEnvironment environment = moments.WrapToPlay(
            new WalkEnvironment(new WalkTask(), new WalkOptions(), new RandomGenerator(5)));
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        return observation.Values.ToArray();
    }
}
