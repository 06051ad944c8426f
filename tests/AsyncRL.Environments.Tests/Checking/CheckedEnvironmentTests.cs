using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Tests.Checking;

/// <summary>Results of an environment that no learner can use are refused at once.</summary>
public class CheckedEnvironmentTests
{
    [Theory]
    [InlineData("nan-reward", "The environment toy returned the reward NaN in agent step 7 of an episode; expected a finite number.")]
    [InlineData("nan-observation",
        "The environment toy showed Infinity as number 0 of the observation in agent step 7 of an episode; expected a finite number.")]
    [InlineData("nan-at-reset",
        "The environment toy showed NaN as number 1 of the observation at an episode's start; expected a finite number.")]
    [InlineData("both-ends",
        "The environment toy ended the episode as terminated and as truncated in agent step 40 of an episode; expected one of the two.")]
    public void It_is_named_as_the_environments_fault(string flaw, string sentence)
    {
        var environment = new CheckedEnvironment("toy", new FlawedTask(flaw, new RandomGenerator(1)));
        var observation = new Observation(environment.Observation);
        var fault = Assert.Throws<EnvironmentFaultException>(() => PlayEpisode(environment, observation));
        Assert.Equal(sentence, fault.Message);
        foreach (float value in observation.Values) Assert.True(float.IsFinite(value), "The refused observation was left where it was.");
    }

    [Fact]
    public void A_raw_reward_that_is_not_finite_is_refused_too()
    {
        var environment = new CheckedEnvironment("toy", new InfiniteRawReward());
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        var fault = Assert.Throws<EnvironmentFaultException>(() => environment.Step(0, observation));
        Assert.Equal(
            "The environment toy returned the raw reward Infinity in agent step 1 of an episode; expected a finite number.", fault.Message);
    }

    /// <summary>The wrapper itself keeps the whole contract, including the agent step that it counts.</summary>
    [Fact]
    public void A_sound_environment_is_as_it_was() => Assert.Empty(EnvironmentChecker.Check(
        generator => new CheckedEnvironment("toy", new FlawedTask("", generator))));

    [Fact]
    public void The_agent_step_that_it_names_survives_saving()
    {
        var saved = new CheckedEnvironment("toy", new FlawedTask("nan-reward", new RandomGenerator(1)));
        var observation = new Observation(saved.Observation);
        saved.Reset(observation);
        for (int step = 0; step < 6; step++) saved.Step(0, observation);
        var restored = new CheckedEnvironment("toy", new FlawedTask("nan-reward", new RandomGenerator(1)));
        StateBytes.Restore(restored, StateBytes.Of(saved));
        var fault = Assert.Throws<EnvironmentFaultException>(() => restored.Step(0, observation));
        Assert.Contains("in agent step 7 of an episode", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Otherwise an environment that accepts any choice could be given an index beyond its actions.</summary>
    [Fact]
    public void An_action_that_does_not_exist_does_not_reach_the_environment()
    {
        var environment = new CheckedEnvironment("toy", new FlawedTask("takes-any-choice", new RandomGenerator(1)));
        var several = new CheckedEnvironment("toy", new FlawedTask("takes-any-choices", new RandomGenerator(1)));
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        several.Reset(observation);
        Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(2, observation));
        Assert.Throws<ArgumentOutOfRangeException>(() => several.Step(AgentAction.FromChoices([0, 3]), observation));
        Assert.Equal(1, several.Step(AgentAction.FromChoices([0, 1]), observation).Reward);
    }

    private static void PlayEpisode(CheckedEnvironment environment, Observation observation)
    {
        environment.Reset(observation);
        while (!environment.Step(0, observation).IsEnd)
        {
        }
    }

    private sealed class InfiniteRawReward : IEnvironment
    {
        public ObservationSpecification Observation => ObservationSpecification.Vector(1);

        public ActionSpecification Actions => ActionSpecification.Discrete(1);

        public void Reset(Observation observation) => observation.Values.Clear();

        public StepOutcome Step(AgentAction action, Observation observation) =>
            new(1, false, false) { RawReward = float.PositiveInfinity };
    }
}
