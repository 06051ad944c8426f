using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>
/// Two states and three actions. In each state one action, different from that of the other state, gives a reward of 1, and the others give
/// 0. An episode is one agent step. The optimal return is 1, and that of random actions is 1/3.
/// </summary>
internal sealed class ContextualBandit : EnvironmentDescription<NoOptions>
{
    public override string Name => "bandit";

    public override string Summary => "A task for tests.";

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => new Play(generator);

    private sealed class Play(RandomGenerator generator) : IEnvironment
    {
        private int _state;

        public ObservationSpecification Observation { get; } = ObservationSpecification.Vector(2);

        public ActionSpecification Actions => ActionSpecification.Discrete(3);

        public bool CanSave => true;

        public void Reset(Observation observation)
        {
            _state = generator.NextInteger(2);
            Show(observation);
        }

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            Show(observation);
            return new StepOutcome(action.Choice == 2 * _state ? 1 : 0, Terminated: true, Truncated: false);
        }

        public void Transfer(StateTransfer state)
        {
            state.Number(ref _state, "state");
            state.Generator(generator);
        }

        private void Show(Observation observation) => (observation.Values[0], observation.Values[1]) = (_state, 1 - _state);
    }
}
