using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Tests;

/// <summary>Environments of a user's program, described by their types.</summary>
public class OwnEnvironmentTests
{
    [Fact]
    public void The_constructor_with_a_generator_is_preferred()
    {
        var generator = new RandomGenerator(1);
        var description = OwnEnvironment.Of(typeof(WithGenerator));
        Assert.Equal("with-generator", description.Name);
        Assert.Same(generator, Assert.IsType<WithGenerator>(description.Create(description.DefaultOptions, generator)).Generator);
    }

    [Fact]
    public void An_exception_of_a_constructor_passes_unchanged()
    {
        var description = OwnEnvironment.Of(typeof(WithoutLevel));
        Assert.Equal(
            "no level",
            Assert.Throws<FileNotFoundException>(() => description.Create(description.DefaultOptions, new RandomGenerator(1))).Message);
    }

    [Fact]
    public void A_class_that_is_no_environment_gets_a_sentence() => Assert.Equal(
        "The type String is no class that implements IEnvironment; expected one.",
        Assert.Throws<InputException>(() => OwnEnvironment.Of(typeof(string))).Message);

    private class Plain : IEnvironment
    {
        public ObservationSpecification Observation => ObservationSpecification.Vector(1);

        public ActionSpecification Actions { get; } = ActionSpecification.Discrete(1);

        public void Reset(Observation observation) => observation.Values[0] = 0;

        public StepOutcome Step(AgentAction action, Observation observation) => new(0, Terminated: true, Truncated: false);
    }

    private sealed class WithGenerator : Plain
    {
        public WithGenerator() => Generator = null;

        public WithGenerator(RandomGenerator generator) => Generator = generator;

        public RandomGenerator? Generator { get; }
    }

    private sealed class WithoutLevel : Plain
    {
        public WithoutLevel() => throw new FileNotFoundException("no level");
    }
}
