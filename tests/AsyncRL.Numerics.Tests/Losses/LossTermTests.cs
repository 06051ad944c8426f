using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Losses;

/// <summary>Tests the guarantees of every term, found by type.</summary>
public class LossTermTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void The_gradient_is_added_to_what_was_there(Type type) => PropertyCheck.ForAll(type.Name, 100, draw =>
    {
        (LossTerm term, double[] variables) = MakeTerm(type, draw, 2);
        var gradient = new double[term.VariableCount];
        term.AddGradient(variables, gradient);
        var sum = new double[term.VariableCount];
        Array.Fill(sum, 8);
        term.AddGradient(variables, sum);
        for (int i = 0; i < sum.Length; i++) Assert.Equal(8 + gradient[i], sum[i], 1e-13);
    });

    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void Outputs_of_plus_and_minus_1000_stay_finite(Type type) => PropertyCheck.ForAll(type.Name, 100, draw =>
    {
        (LossTerm term, double[] variables) = MakeTerm(type, draw, 1);
        for (int i = 0; i < variables.Length; i++) variables[i] = variables[i] > 0 ? 1000 : -1000;
        var gradient = new double[term.VariableCount];
        term.AddGradient(variables, gradient);
        Assert.True(double.IsFinite(term.Value(variables)));
        Assert.All(gradient, derivative => Assert.True(double.IsFinite(derivative)));
    });

    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void The_name_says_in_words_what_is_computed(Type type) =>
        Assert.Matches("^[a-z][a-zA-Z -]{5,}$", SampledTypes.DrawTerm(type, new RandomGenerator(1)).Name);

    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void Value_and_gradient_allocate_nothing(Type type)
    {
        (LossTerm term, double[] variables) = MakeTerm(type, new Draw(1, 1), 1);
        var gradient = new double[term.VariableCount];
        MeasureAllocation(term, variables, gradient);
        Assert.Equal(0, MeasureAllocation(term, variables, gradient));
    }

    private static long MeasureAllocation(LossTerm term, double[] variables, double[] gradient)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        term.Value(variables);
        term.AddGradient(variables, gradient);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static (LossTerm Term, double[] Variables) MakeTerm(Type type, Draw draw, double spread)
    {
        var generator = new RandomGenerator(draw.Seed);
        LossTerm term = SampledTypes.DrawTerm(type, generator);
        var variables = new double[term.VariableCount];
        foreach (ref double variable in variables.AsSpan()) variable = spread * generator.NextNormal();
        return (term, variables);
    }
}
