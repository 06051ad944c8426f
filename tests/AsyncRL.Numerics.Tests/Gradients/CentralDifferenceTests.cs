using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Terms;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>Every layer and every term, found by type, against central differences of its double lane.</summary>
public class CentralDifferenceTests
{
    /// <summary>Random variables, and directions through all of them: each of a large layer's in turn would take minutes.</summary>
    private static readonly GradientCheckOptions Options = new() { VariablesPerGroup = 60 };

    /// <summary>
    /// The parts of a Gaussian's log-likelihood partly cancel: of their sum so little is left that at the narrow step one draw in some
    /// thousands would exceed the tolerance by rounding alone. Huber's error, which bends at its thresholds, needs the narrow step.
    /// </summary>
    private static GradientCheckOptions TermOptions(Type type) =>
        type == typeof(HuberError) ? Options : Options with { Step = 1e-4, Extrapolates = true };

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void A_layers_gradients_agree_with_central_differences(Type type) => PropertyCheck.ForAll(type.Name, 150, draw =>
    {
        var generator = new RandomGenerator(draw.Seed);
        var problem = new LayerProblem(SampledTypes.DrawLayer(type, generator), draw.Rows);
        GradientReport report = GradientChecker.Check(problem, generator, Options);
        Assert.True(report.Passed, report.ToString());
    });

    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void A_terms_gradient_agrees_with_central_differences(Type type) => PropertyCheck.ForAll(type.Name, 300, draw =>
    {
        var generator = new RandomGenerator(draw.Seed);
        var problem = new TermProblem(SampledTypes.DrawTerm(type, generator));
        GradientReport report = GradientChecker.Check(problem, generator, TermOptions(type));
        Assert.True(report.Passed, report.ToString());
    });
}
