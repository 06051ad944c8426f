using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.TestSources;
using AsyncRL.Training.Tests.Infrastructure;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The property that whole networks with a loss agree with central differences, over random networks and segments.</summary>
internal static class GradientProperty
{
    private const int LongestSegment = 20;

    /// <summary>
    /// The terms of long segments partly cancel, so that L has an error of about 1e-14. The step is so wide that this does not matter, and
    /// the networks are so small that the step seldom meets a kink.
    /// </summary>
    private const double WideStep = 1e-5;

    /// <summary>Checks segments of 1 to 20 agent steps, terminal and not.</summary>
    /// <param name="name">The name of the checked property.</param>
    /// <param name="draws">Number of draws.</param>
    /// <param name="draw">Draws a problem with the given number of agent steps.</param>
    /// <param name="extrapolates">
    /// Whether quotients are extrapolated from steps ten times as wide. For twenty steps through memory, and for log-likelihoods of
    /// Gaussians, the rounding error of the loss is so large that at 1e-5 one draw in about a thousand would exceed the tolerance.
    /// </param>
    internal static void Check(
        string name, int draws, Func<RandomGenerator, int, bool, IDifferentiable> draw, bool extrapolates = false)
    {
        var options = new GradientCheckOptions
        {
            Step = extrapolates ? 10 * WideStep : WideStep,
            Extrapolates = extrapolates,
            LargestRedrawnShare = GradientReports.LargestShareAtOnePoint,
        };
        Gen<SegmentDraw> segments =
            from seed in PropertyCheck.Seeds
            from steps in Gen.Choose(1, LongestSegment)
            from terminal in Gen.Elements(true, false)
            select new SegmentDraw(seed, steps, terminal);
        var reports = new GradientReports();
        PropertyCheck.ForAll(name, draws, segments, segment =>
        {
            var generator = new RandomGenerator(segment.Seed);
            reports.Add(GradientChecker.Check(draw(generator, segment.Steps, segment.Terminal), generator, options));
        });
        reports.AssertFewKinks();
    }

    private sealed record SegmentDraw(ulong Seed, int Steps, bool Terminal);
}
