using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Live.Tests;

/// <summary>The task has no options.</summary>
internal sealed record FragileOptions;

/// <summary>Episodes of five agent steps with nothing to see. The environment fails at the third one as often as is asked for.</summary>
internal sealed class FragileTask : EnvironmentDescription<FragileOptions>
{
    internal const string Fault = "The process of the environment fragile ended; expected it to go on.";

    private int _faults;

    public override string Name => "fragile";

    public override string Summary => "A task for tests.";

    /// <summary>Lets the next instances fail, each once.</summary>
    /// <param name="instances">Their number.</param>
    internal void Fail(int instances) => Volatile.Write(ref _faults, instances);

    protected override IEnvironment Create(FragileOptions options, RandomGenerator generator) => new FragileEnvironment(this);

    private void FailIfAsked()
    {
        if (Volatile.Read(ref _faults) <= 0) return;
        Interlocked.Decrement(ref _faults);
        throw new EnvironmentFaultException(Fault);
    }

    private sealed class FragileEnvironment(FragileTask task) : IEnvironment
    {
        private int _steps;

        public ObservationSpecification Observation { get; } = ObservationSpecification.Vector(2);

        public ActionSpecification Actions { get; } = ActionSpecification.Discrete(2);

        public void Reset(Observation observation)
        {
            _steps = 0;
            observation.Values.Clear();
        }

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            if (++_steps == 3) task.FailIfAsked();
            return new StepOutcome(0, Terminated: _steps == 5, Truncated: false);
        }
    }
}
