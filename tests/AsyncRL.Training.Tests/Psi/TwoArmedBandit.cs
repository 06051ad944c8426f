using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Psi;

/// <summary>Two choices with the rewards 0 and 1, and episodes of one agent step; or two numbers, of which a sum near 1 is best.</summary>
/// <param name="actions">The actions.</param>
internal sealed class TwoArmedBandit(ActionSpecification actions) : EnvironmentDescription<NoOptions>
{
    public override string Name => "two-armed-bandit";

    public override string Summary => "A task for tests.";

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => new Play(actions);

    private sealed class Play(ActionSpecification actions) : IEnvironment
    {
        public ObservationSpecification Observation { get; } = ObservationSpecification.Vector(1);

        public ActionSpecification Actions => actions;

        public int? LongestEpisode => 1;

        public bool CanSave => true;

        public void Reset(Observation observation) => observation.Values[0] = 1;

        public StepOutcome Step(AgentAction action, Observation observation) =>
            new(RewardOf(action), Terminated: true, Truncated: false);

        public void Transfer(StateTransfer state)
        {
        }

        private float RewardOf(AgentAction action) =>
            actions.Kind == ActionKind.Discrete ? action.Choice : 1 - MathF.Abs(action.Values[0] - 0.5f);
    }
}
