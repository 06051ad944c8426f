using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A task with vector actions that terminates or is truncated after some agent steps.</summary>
/// <param name="length">Agent steps of an episode.</param>
/// <param name="terminated">Whether the end is the task's own or a time limit's.</param>
internal sealed class DriftTask(int length, bool terminated) : EnvironmentDescription<NoOptions>
{
    internal const int Dimensions = 2;

    /// <summary>The largest number of an action; the smallest is its negative.</summary>
    internal const float Bound = 0.1f;

    public override string Name => "drift";

    public override string Summary => "A task for tests.";

    /// <summary>Per agent step: observation, action and reward.</summary>
    internal List<(float[] Observation, float[] Action, float Reward)> Steps { get; } = [];

    /// <summary>The observation after the last agent step.</summary>
    internal float[] Last { get; private set; } = [];

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => new Drift(this, length, terminated, generator);

    private sealed class Drift(DriftTask task, int length, bool terminated, RandomGenerator generator) : IEnvironment
    {
        private int _time;

        public ObservationSpecification Observation { get; } = ObservationSpecification.Vector(3);

        public ActionSpecification Actions { get; } = ActionSpecification.Continuous(Dimensions, -Bound, Bound);

        public int? LongestEpisode => length;

        public void Reset(Observation observation)
        {
            _time = 0;
            Show(observation);
        }

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            float[] before = observation.Values.ToArray();
            float reward = (2 * generator.NextSingle()) - 1;
            task.Steps.Add((before, action.Values.ToArray(), reward));
            Show(observation);
            bool isOver = ++_time == length;
            return new StepOutcome(reward, isOver && terminated, isOver && !terminated);
        }

        private void Show(Observation observation)
        {
            foreach (ref float value in observation.Values) value = (2 * generator.NextSingle()) - 1;
            task.Last = observation.Values.ToArray();
        }
    }
}
