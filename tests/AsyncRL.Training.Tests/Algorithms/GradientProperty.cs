using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Training.Tests.Infrastructure;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The property that whole networks with a loss agree with central differences, over random networks and segments.</summary>
internal static class GradientProperty
{
    private const int LongestSegment = 20;

    /// <summary>The share of comparisons that may meet a kink, over all draws.</summary>
    private const double LargestRedrawnShare = 0.2;

    /// <summary>
    /// Terms of long segments partly cancel, so their L is known to no better than 1e-14: a step so wide that this does not matter, in
    /// networks so small that it seldom meets a kink. All comparisons of one draw are made at the same point, where one unit near its kink
    /// may redraw most of them: each draw goes on until everything is compared.
    /// </summary>
    private const double WideStep = 1e-5;

    /// <summary>Checks segments of 1 to 20 agent steps, terminal and not.</summary>
    /// <param name="name">What is checked.</param>
    /// <param name="draws">How many.</param>
    /// <param name="draw">Draws a problem of so many agent steps.</param>
    /// <param name="extrapolates">
    /// Whether quotients are extrapolated from steps ten times as wide: twenty steps through memory, and log-likelihoods of Gaussians,
    /// leave so much rounding in the loss that at 1e-5 one draw in some thousand would exceed the tolerance.
    /// </param>
    internal static void Check(
        string name, int draws, Func<RandomGenerator, int, bool, SegmentProblem> draw, bool extrapolates = false)
    {
        var options = new GradientCheckOptions
        {
            Step = extrapolates ? 10 * WideStep : WideStep,
            Extrapolates = extrapolates,
            LargestRedrawnShare = 0.95,
        };
        Gen<SegmentDraw> segments =
            from seed in PropertyCheck.Seeds
            from steps in Gen.Choose(1, LongestSegment)
            from terminal in Gen.Elements(true, false)
            select new SegmentDraw(seed, steps, terminal);
        (int begun, int redrawn) = (0, 0);
        PropertyCheck.ForAll(name, draws, segments, segment =>
        {
            var generator = new RandomGenerator(segment.Seed);
            GradientReport report = GradientChecker.Check(draw(generator, segment.Steps, segment.Terminal), generator, options);
            Assert.True(report.Passed, report.ToString());
            begun += report.Draws;
            redrawn += report.Redrawn;
        });
        Assert.True(
            redrawn <= LargestRedrawnShare * begun,
            $"{redrawn} of {begun} comparisons met a kink; expected at most {LargestRedrawnShare:P0}.");
    }

    private sealed record SegmentDraw(ulong Seed, int Steps, bool Terminal);
}
