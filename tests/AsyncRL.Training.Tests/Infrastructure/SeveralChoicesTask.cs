using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>
/// A task whose action is a choice of 3 and a choice of 2 at once. The observation shows one of 3 numbers n. The reward is 1 for the choice
/// n and ½ for the choice n mod 2: an episode of 10 agent steps can return 15.
/// </summary>
internal sealed class SeveralChoicesTask : EnvironmentDescription<NoOptions>
{
    public override string Name => "several";

    public override string Summary => "A task for tests.";

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => new Several(generator);

    private sealed class Several(RandomGenerator generator) : IEnvironment
    {
        private int _number;
        private int _steps;

        public ObservationSpecification Observation => ObservationSpecification.Vector(3);

        public ActionSpecification Actions { get; } = ActionSpecification.MultiDiscrete(3, 2);

        public int? LongestEpisode => 10;

        public void Reset(Observation observation)
        {
            _steps = 0;
            Draw(observation);
        }

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            Actions.Check(action);
            float reward = (action.Choices[0] == _number ? 1 : 0) + (action.Choices[1] == _number % 2 ? 0.5f : 0);
            Draw(observation);
            return new StepOutcome(reward, Terminated: ++_steps == LongestEpisode, Truncated: false);
        }

        private void Draw(Observation observation)
        {
            _number = generator.NextInteger(3);
            observation.Values.Clear();
            observation.Values[_number] = 1;
        }
    }
}
