using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments;

/// <summary>
/// Stands in for an environment whose observations come from elsewhere: a caller shows each observation before the agent acts. It is used
/// where an agent acts without its environment, for example in a program that is not AsyncRL's.
/// </summary>
/// <param name="name">Name of the environment that the agent was trained on.</param>
/// <param name="observation">The shape of its observations.</param>
/// <param name="actions">Its actions.</param>
/// <param name="framesPerAgentStep">Its action repeat.</param>
/// <param name="longestEpisode">Its longest episode; null if no bound is known.</param>
public sealed class ShownEnvironment(
    string name, ObservationSpecification observation, ActionSpecification actions, int framesPerAgentStep, int? longestEpisode)
    : EnvironmentDescription
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Summary => "observations that a program shows";

    /// <inheritdoc/>
    public override object DefaultOptions { get; } = new NoEnvironmentOptions();

    /// <summary>The observation that is shown next.</summary>
    public Observation Next { get; } = new(observation);

    /// <inheritdoc/>
    public override IEnvironment Create(object options, RandomGenerator generator) => new Instance(this);

    private sealed class Instance(ShownEnvironment shown) : IEnvironment
    {
        public ObservationSpecification Observation => shown.Next.Specification;

        public ActionSpecification Actions => shown.SpecifiedActions;

        public int FramesPerAgentStep => shown.Frames;

        public int? LongestEpisode => shown.Longest;

        public void Reset(Observation next) => Show(next);

        public StepOutcome Step(AgentAction action, Observation next)
        {
            Show(next);
            return new StepOutcome(0, Terminated: false, Truncated: false);
        }

        private void Show(Observation next)
        {
            shown.Next.Values.CopyTo(next.Values);
            shown.Next.Pixels.CopyTo(next.Pixels);
        }
    }

    private ActionSpecification SpecifiedActions { get; } = actions;

    private int Frames => framesPerAgentStep;

    private int? Longest => longestEpisode;
}
