using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Simulated runs that are stopped while actors hold gradients.</summary>
public sealed class SimulatedResumeTests : IDisposable
{
    private const int Actors = 5;
    private const int AgentSteps = 400;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string, string> AlgorithmsAndDelays => new()
    {
        { "a3c", "constant", "gae" },
        { "a3c", "geometric", "gae" },
        { "a3c", "geometric", "v-trace" },
        { "a3c", "uniform", "advantage" },
        { "one-step-q", "geometric", "gae" },
        { "one-step-sarsa", "uniform", "gae" },
        { "n-step-q", "geometric", "gae" },
        { "acer", "geometric", "gae" },
        { "pgql", "uniform", "gae" },
        { "unreal", "geometric", "gae" },
    };

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// Stops at every agent step of a range, so that segments are interrupted at all positions, including the first segments and the last
    /// ones, after which no segment begins.
    /// </summary>
    [Theory]
    [MemberData(nameof(AlgorithmsAndDelays))]
    public void A_run_stopped_at_any_moment_continues_bit_for_bit(string algorithm, string delay, string psi)
    {
        TrainingRequest request = Request(algorithm, delay, psi);
        TrainingResult expected = Trainer.Train(request.For(new WalkTask()));
        List<int> moments = [1, 2, 3, 7, AgentSteps - 3, AgentSteps - 2, AgentSteps - 1, AgentSteps];
        for (int moment = 200; moment < 212; moment++) moments.Add(moment);
        foreach (int moment in moments)
        {
            var run = new RunBench(request, _directory.At($"stopped at {moment}"));
            Assert.True(run.Start(moment).Interrupted, $"The run was not interrupted during agent step {moment}.");
            TrainingResult resumed = run.Resume();
            Assert.Equal((expected.AgentSteps, expected.Episodes, false), (resumed.AgentSteps, resumed.Episodes, resumed.Interrupted));
            Bits.AssertSame(expected.Theta, resumed.Theta, $"theta after a stop during agent step {moment}");
        }
    }

    /// <summary>All actors share one queue. Therefore rows are in the order of the simulated clock, whenever they are collected.</summary>
    [Fact]
    public void A_run_interrupted_again_and_again_writes_the_same_bytes()
    {
        TrainingRequest request = Request("n-step-q", "uniform");
        var whole = new RunBench(request, _directory.At("whole"));
        TrainingResult expected = whole.Start();
        var pieces = new RunBench(request, _directory.At("pieces"));
        pieces.Start(stopDuringStep: 20);
        foreach (long stop in new long[] { 1, 1, 30, 2, 100 }) Assert.True(pieces.Resume(stop).Interrupted);
        Bits.AssertSame(expected.Theta, pieces.Resume().Theta, "theta");
        Assert.Equal(whole.ReadLog("episodes.csv"), pieces.ReadLog("episodes.csv"));
    }

    /// <summary>
    /// The other actors' gradients are kept. The actor that failed, at its snapshot or by a refused gradient at its apply, begins a new
    /// episode.
    /// </summary>
    [Theory]
    [InlineData(true, "gae")]
    [InlineData(false, "gae")]
    [InlineData(true, "v-trace")]
    [InlineData(false, "v-trace")]
    public void A_run_in_which_an_actor_failed_can_be_resumed(bool atSnapshot, string psi)
    {
        TrainingRequest request = Request("a3c", "geometric", psi);
        var task = new WalkTask
        {
            Alter = (step, outcome) => step != 123 ? outcome
                : atSnapshot ? throw new IOException("The board broke.")
                : outcome with { Reward = float.MaxValue },
        };
        TrainingConfiguration configuration = request.For(task);
        RunDirectory directory = RunDirectory.Create(_directory.At("run"), configuration);
        Assert.Throws<TrainingFaultException>(() => Trainer.Train(configuration, directory));
        TrainingResult resumed = new RunBench(request, _directory.At("run")).Resume();
        Assert.False(resumed.Interrupted);
        Assert.InRange(resumed.AgentSteps, AgentSteps, AgentSteps + 4);
    }

    private static TrainingRequest Request(string algorithm, string delay, string psi = "gae")
    {
        List<(string, string)> options = [("delay", delay), ("delay-agent-steps", "6")];
        if (algorithm == "a3c") options.Add(("psi", psi));
        else if (algorithm is "acer" or "pgql") options.AddRange([("replay-start", "20"), ("replay-size", "100")]);
        else if (algorithm == "unreal")
            options.AddRange([("replay-start", "20"), ("replay-size", "100"), ("pixel-control", "0"), ("t-max", "5")]);
        else options.AddRange([("target-interval", "60"), ("exploration-frames", "800")]);
        return Requests.Small(AgentSteps, [.. options]).Simulated(Actors) with { Algorithm = algorithm };
    }
}
