using AsyncRL.Numerics.Gradients;

namespace AsyncRL.TestSources;

/// <summary>
/// Requires gradient checks at many points to pass, and most of their comparisons to have met no kink. All comparisons of a check begin at
/// the same point, at which one unit near its kink may cause most of them to be repeated. Therefore a single check may repeat more than all
/// checks together.
/// </summary>
internal sealed class GradientReports
{
    private const double LargestRedrawnShare = 0.2;

    private int _begun;
    private int _redrawn;

    /// <summary>The share that a single check of a whole network may repeat.</summary>
    internal const double LargestShareAtOnePoint = 0.95;

    /// <summary>Requires a check to have passed.</summary>
    internal void Add(GradientReport report)
    {
        Assert.True(report.Passed, report.ToString());
        _begun += report.Draws;
        _redrawn += report.Redrawn;
    }

    /// <summary>Requires that at most a fifth of the comparisons of all checks were repeated.</summary>
    internal void AssertFewKinks() => Assert.True(
        _redrawn <= LargestRedrawnShare * _begun,
        $"{_redrawn} of {_begun} comparisons met a kink; expected at most {LargestRedrawnShare:P0}.");
}
