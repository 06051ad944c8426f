using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>ε, θ⁻, the state of a target network with memory and Sarsa's kept action are in the checkpoint.</summary>
public sealed class ValueMethodResumeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("one-step-q", "mlp")]
    [InlineData("one-step-sarsa", "mlp")]
    [InlineData("n-step-q", "mlp")]
    [InlineData("n-step-q", "mlp-lstm")]
    [InlineData("one-step-sarsa", "mlp-lstm")]
    public void A_run_interrupted_again_and_again_ends_bit_identical_to_one_that_was_not(string algorithm, string network)
    {
        TrainingRequest request = Requests.Small(2000, ("target-interval", "170"), ("exploration-frames", "1000")) with
        {
            Algorithm = algorithm,
            Network = network,
        };
        TrainingResult expected = new RunBench(request, _directory.At("whole")).Start();
        var pieces = new RunBench(request, _directory.At("pieces"));
        Assert.True(pieces.Start(stopDuringStep: 37).Interrupted);
        foreach (long stop in new long[] { 1, 3, 500, 777, 6 }) Assert.True(pieces.Resume(stop).Interrupted);
        TrainingResult actual = pieces.Resume();
        Assert.True(pieces.ResumedInMidEpisode >= 2, $"{pieces.ResumedInMidEpisode} resumes were in mid-episode.");
        Bits.AssertSame(expected.Theta, actual.Theta, "theta");
    }
}
