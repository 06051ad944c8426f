using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A task whose action is several choices at once. It cannot be played.</summary>
internal sealed class SeveralChoicesTask : EnvironmentDescription<NoOptions>
{
    public override string Name => "several";

    public override string Summary => "A task for tests.";

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => new Several();

    private sealed class Several : IEnvironment
    {
        public ObservationSpecification Observation => ObservationSpecification.Vector(3);

        public ActionSpecification Actions { get; } = ActionSpecification.MultiDiscrete(3, 2);

        public int? LongestEpisode => 10;

        public void Reset(Observation observation) => throw new NotSupportedException();

        public StepOutcome Step(AgentAction action, Observation observation) => throw new NotSupportedException();
    }
}
