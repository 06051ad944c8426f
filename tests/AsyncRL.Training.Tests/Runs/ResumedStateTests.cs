using AsyncRL.Algorithms.Acting;
using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The whole state of a run is resumed: with one thread the run ends as if it had never been stopped.</summary>
public sealed class ResumedStateTests : IDisposable
{
    private const string Values = "target-interval=1000 exploration-frames=8000";

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Algorithm, network, assignments.</summary>
    public static TheoryData<string, string, string> Learners => new()
    {
        { "one-step-q", "mlp", Values },
        { "one-step-q", "mlp", Values + " double=true dueling=true" },
        { "one-step-sarsa", "mlp", Values },
        { "n-step-q", "mlp", Values },
        { "n-step-q", "mlp-lstm", Values },
        { "one-step-sarsa", "mlp-lstm", Values },
        { "acer", "mlp", "replay-start=200 replay-size=1000 t-max=5" },
        { "acer", "mlp", "t-max=5 replay-start=50 replay-size=300 optimizer=adam normalize-observations=true trust-region-space=logits" },
        { "pgql", "mlp", "replay-start=200 replay-size=1000" },
        { "pgql", "mlp", "replay-start=50 replay-size=300 replay-interval=2 optimizer=adam normalize-rewards=true" },
        { "unreal", "mlp-lstm", "pixel-control=0 feature-control=0.1 replay-start=50 replay-size=300 t-max=5 optimizer=adam" },
        { "unreal", "mlp", "pixel-control=0 replay-start=200 replay-size=2000 t-max=4 normalize-rewards=true" },
        { "a3c", "mlp-lstm", "" },
        { "a3c", "mlp-lstm", "optimizer=adam" },
        { "a3c", "mlp", "optimizer=shared-adam" },
        { "a3c", "mlp", "optimizer=adam" },
        { "a3c", "mlp", "normalize-observations=true" },
        { "a3c", "mlp", "normalize-rewards=true" },
        { "n-step-q", "mlp-lstm", Values + " normalize-observations=true normalize-rewards=true optimizer=shared-adam" },
    };

    /// <summary>Assignments.</summary>
    public static TheoryData<string> Continuous =>
    [
        "noise-correlation=0.5 t-max=20",
        "noise-correlation=0.5",
        "noise-correlation=0.5 t-max=7 normalize-observations=true normalize-rewards=true optimizer=shared-adam lambda=0.9",
    ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_run_that_chooses_ends_bit_identical_however_often_it_was_interrupted(string algorithm, string network, string assignments)
    {
        TrainingRequest request = Requests.Small(3000, Read(assignments)) with { Algorithm = algorithm, Network = network };
        RunBench pieces = AssertSame(request, null, [37, 1, 3, 500, 777, 6]);
        Assert.True(pieces.ResumedInMidEpisode >= 2, $"{pieces.ResumedInMidEpisode} resumes were in mid-episode.");
    }

    [Theory]
    [MemberData(nameof(Continuous))]
    public void A_run_of_continuous_actions_ends_bit_identical_however_often_it_was_interrupted(string assignments)
    {
        TrainingRequest request = Requests.Small(1500, Read(assignments)) with { Algorithm = "a3c-continuous", Network = "mlp" };
        AssertSame(request, EnvironmentCatalogue.Find("pendulum")!, [37, 1, 3, 210, 6]);
    }

    [Fact]
    public void A_run_that_controls_pixels_ends_bit_identical_however_often_it_was_interrupted()
    {
        TrainingRequest request = Requests.Small(700, Read("replay-start=60 replay-size=150 t-max=7")) with
        {
            Environment = "catch",
            Algorithm = "unreal",
            Network = "catch-lstm",
        };
        AssertSame(request, EnvironmentCatalogue.Find("catch")!, [37, 1, 3, 210, 6]);
    }

    /// <summary>
    /// Evaluating a checkpoint repeats the run's own evaluation, because the checkpoint contains the statistics of normalization.
    /// </summary>
    [Theory]
    [InlineData("normalize-observations=true")]
    [InlineData("normalize-observations=true normalize-rewards=true")]
    public void A_checkpoint_evaluates_to_what_the_run_did_when_observations_are_normalized(string assignments)
    {
        TrainingRequest request = Requests.Small(
            2000, [.. Read(assignments), ("evaluation-episodes", "10"), ("learning-rate", "0.001")]);
        TrainingConfiguration configuration = request.For(new WalkTask());
        RunDirectory directory = RunDirectory.Create(_directory.At("run"), configuration);
        Evaluation expected = Trainer.Train(configuration, directory).Evaluation!;
        using CheckpointFile checkpoint = directory.SelectCheckpoint(configuration);
        Assert.Equal(expected, Evaluate(checkpoint.ReadNormalization(configuration)));
        Assert.NotEqual(expected, Evaluate(null));

        Evaluation Evaluate(Normalization? normalization) => Evaluator.Evaluate(
            configuration, checkpoint.ReadTheta(), 10, configuration.Seed, greedy: false, normalization: normalization);
    }

    private RunBench AssertSame(TrainingRequest request, EnvironmentDescription? task, long[] stops)
    {
        var whole = new RunBench(request, _directory.At("whole"), task);
        TrainingResult expected = whole.Start();
        var pieces = new RunBench(request, _directory.At("pieces"), task);
        Assert.True(pieces.Start(stops[0]).Interrupted);
        foreach (long stop in stops[1..]) Assert.True(pieces.Resume(stop).Interrupted);
        TrainingResult actual = pieces.Resume();
        Assert.Equal((expected.AgentSteps, expected.Episodes, false), (actual.AgentSteps, actual.Episodes, actual.Interrupted));
        Bits.AssertSame(expected.Theta, actual.Theta, "theta");
        Assert.Equal(whole.ReadLog("episodes.csv"), pieces.ReadLog("episodes.csv"));
        return pieces;
    }

    private static (string Name, string Value)[] Read(string assignments)
    {
        string[] parts = assignments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(parts, part => (part.Split('=')[0], part.Split('=')[1]));
    }
}
