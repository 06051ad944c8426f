using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Training.Tests.Algorithms;

public class AnnealingTests
{
    [Theory]
    [InlineData(0, 7e-4)]
    [InlineData(250_000, 5.25e-4)]
    [InlineData(500_000, 3.5e-4)]
    [InlineData(999_999, 7e-10)]
    public void A_linear_execution_falls_in_proportion_to_what_is_left(long agentSteps, double expected) =>
        Assert.Equal(expected, new Annealing(7e-4, falls: true, 1_000_000).At(agentSteps), 1e-15);

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1_000_079)]
    [InlineData(long.MaxValue)]
    public void A_linear_execution_is_exactly_zero_from_the_last_agent_step_on(long agentSteps) =>
        Assert.Equal(0.0, new Annealing(7e-4, falls: true, 1_000_000).At(agentSteps));

    [Theory]
    [InlineData(0)]
    [InlineData(999_999)]
    [InlineData(5_000_000)]
    public void A_constant_execution_stays(long agentSteps) =>
        Assert.Equal(7e-4, new Annealing(7e-4, falls: false, 1_000_000).At(agentSteps));
}
