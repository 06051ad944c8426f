using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>
/// Compares the double vector of every layer and every term with central differences. The tests find layers and terms by type.
/// </summary>
public class CentralDifferenceTests
{
    /// <summary>
    /// Random variables, and directions through all variables, because checking each variable of a large layer would take minutes.
    /// </summary>
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
    public void A_layers_gradients_agree_with_central_differences(Type type) => PropertyCheck.ForAll(type.Name, 150, draw =>
    {
        var generator = new RandomGenerator(draw.Seed);
        var problem = new LayerProblem(SampledTypes.DrawLayer(type, generator), draw.Steps, draw.Sequences);
        GradientReport report = GradientChecker.Check(problem, generator, Options);
        Assert.True(report.Passed, report.ToString());
    });

    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void A_terms_gradient_agrees_with_central_differences(Type type) => PropertyCheck.ForAll(type.Name, 300, draw =>
    {
        var generator = new RandomGenerator(draw.Seed);
        var problem = new LossTermProblem(SampledTypes.DrawTerm(type, generator));
        GradientReport report = GradientChecker.Check(problem, generator, TermOptions(type));
        Assert.True(report.Passed, report.ToString());
    });
}
