using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.TestSources;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>
/// Compares the double vector of every layer and every term with central differences. The tests find layers and terms by type.
/// </summary>
public class CentralDifferenceTests
{
    /// <summary>
    /// Random variables, and directions through all variables, because checking each variable of a large layer would take minutes.
    /// </summary>
    /// <remarks>
    /// Of some ten thousand draws of a term with few variables, one is so near a kink that all of its comparisons are repeated. It may be
    /// so at some points, if over all draws only a fifth is repeated.
    /// </remarks>
    private static readonly GradientCheckOptions Options = new() { VariablesPerGroup = 60 };

    /// <summary>
    /// The parts of a Gaussian's log-likelihood partly cancel. So little is left of their sum that at the narrow step about one draw in a
    /// thousand would exceed the tolerance by rounding alone. Huber's error changes its formula at its thresholds and needs the narrow
    /// step.
    /// </summary>
    private static GradientCheckOptions TermOptions(Type type) =>
        type == typeof(HuberError) ? Options : Options with { Step = 1e-4, Extrapolates = true };

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void A_layers_gradients_agree_with_central_differences(Type type) => CheckAll(type.Name, 150, (draw, generator) =>
        GradientChecker.Check(new LayerProblem(SampledTypes.DrawLayer(type, generator), draw.Steps, draw.Sequences), generator, Options));

    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void A_terms_gradient_agrees_with_central_differences(Type type) => CheckAll(type.Name, 300, (_, generator) =>
        GradientChecker.Check(new LossTermProblem(SampledTypes.DrawTerm(type, generator)), generator, TermOptions(type)));

    /// <summary>At this point of Huber's error all four comparisons met the kink, and the check gave up.</summary>
    [Fact]
    public void A_point_at_which_every_comparison_meets_a_kink_is_left_for_another()
    {
        var generator = new RandomGenerator(4841517353791546171);
        LossTerm term = SampledTypes.DrawTerm(typeof(HuberError), generator);
        GradientReport report = GradientChecker.Check(new LossTermProblem(term), generator, TermOptions(typeof(HuberError)));
        Assert.Equal(4, report.Redrawn);
        Assert.True(report.Passed, report.ToString());
    }

    private static void CheckAll(string name, int draws, Func<Draw, RandomGenerator, GradientReport> check)
    {
        var reports = new GradientReports();
        PropertyCheck.ForAll(name, draws, draw => reports.Add(check(draw, new RandomGenerator(draw.Seed))));
        reports.AssertFewKinks();
    }
}
