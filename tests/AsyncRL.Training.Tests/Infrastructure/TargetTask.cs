using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>
/// Two states with different optimal numbers: a quarter of the range above its lower end, or a quarter below its upper end. The reward of
/// an agent step is 1 minus twice the distance from the optimal number divided by the range. The optimum is 1 per agent step. The best
/// constant number, the middle, gets one half. An episode has twenty agent steps.
/// </summary>
/// <param name="low">The smallest number of an action.</param>
/// <param name="high">The largest number of an action.</param>
internal sealed class TargetTask(float low, float high) : EnvironmentDescription<NoOptions>
{
    internal const int EpisodeLength = 20;

    public override string Name => "target";

    public override string Summary => "A task for tests.";

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => new Target(low, high, generator);

    private sealed class Target(float low, float high, RandomGenerator generator) : IEnvironment
    {
        private int _state;
        private int _time;

        public ObservationSpecification Observation { get; } = ObservationSpecification.Vector(2);

        public ActionSpecification Actions { get; } = ActionSpecification.Continuous(1, low, high);

        public bool CanSave => true;

        public int? LongestEpisode => EpisodeLength;

        public void Reset(Observation observation)
        {
            _time = 0;
            Show(observation);
        }

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            double share = (Math.Clamp(action.Values[0], low, high) - low) / ((double)high - low);
            double reward = 1 - (2 * Math.Abs(share - (_state == 0 ? 0.25 : 0.75)));
            Show(observation);
            return new StepOutcome((float)reward, ++_time == EpisodeLength, false);
        }

        public void Transfer(StateTransfer state)
        {
            state.Number(ref _state, "state");
            state.Number(ref _time, "time");
            state.Generator(generator);
        }

        private void Show(Observation observation)
        {
            _state = generator.NextInteger(2);
            (observation.Values[0], observation.Values[1]) = (1 - _state, _state);
        }
    }
}
