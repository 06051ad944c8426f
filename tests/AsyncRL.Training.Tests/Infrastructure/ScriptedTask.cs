using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A task with rewards and ends from a list of outcomes, one per agent step. The list is repeated.</summary>
/// <param name="outcomes">The outcomes.</param>
internal sealed class ScriptedTask(params StepOutcome[] outcomes) : EnvironmentDescription<NoOptions>
{
    /// <summary>Length of an observation.</summary>
    internal const int ObservationSize = 4;

    /// <summary>Number of actions.</summary>
    internal const int ActionCount = 3;

    public override string Name => "scripted";

    public override string Summary => "A task for tests.";

    /// <summary>Whether observations and actions are kept, which allocates.</summary>
    internal bool Records { get; init; } = true;

    /// <summary>The observations: random numbers, or random pixels.</summary>
    internal ObservationSpecification Shows { get; init; } = ObservationSpecification.Vector(ObservationSize);

    /// <summary>The largest number of an action, if actions are vectors of two numbers instead of choices.</summary>
    internal float? Bound { get; init; }

    /// <summary>Called during each agent step with its number, from 0.</summary>
    internal Action<int> DuringStep { get; init; } = _ => { };

    /// <summary>Called during each reset of an instance.</summary>
    internal Action DuringReset { get; init; } = () => { };

    /// <summary>The created instances, in order.</summary>
    internal List<ScriptedEnvironment> Instances { get; } = [];

    internal IReadOnlyList<StepOutcome> Outcomes => outcomes;

    /// <summary>Draws a script with normal rewards. Terminal states and time limits have equal probabilities.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="shortest">The smallest length.</param>
    /// <param name="longest">The largest length.</param>
    /// <param name="mean">The mean number of agent steps from one terminal state to the next, and so for time limits.</param>
    /// <param name="deviation">Standard deviation of the rewards.</param>
    internal static StepOutcome[] DrawScript(
        RandomGenerator generator, int shortest = 1, int longest = 40, int mean = 8, double deviation = 1)
    {
        var script = new StepOutcome[shortest + generator.NextInteger(longest - shortest + 1)];
        foreach (ref StepOutcome outcome in script.AsSpan())
        {
            int kind = generator.NextInteger(mean);
            outcome = new StepOutcome((float)(deviation * generator.NextNormal()), kind == 0, kind == 1);
        }

        return script;
    }

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator)
    {
        var environment = new ScriptedEnvironment(this, generator);
        Instances.Add(environment);
        return environment;
    }
}

/// <summary>An instance of <see cref="ScriptedTask"/>. Observations are random; rewards and ends are those of the list.</summary>
internal sealed class ScriptedEnvironment(ScriptedTask task, RandomGenerator generator) : IEnvironment
{
    public ObservationSpecification Observation => task.Shows;

    public ActionSpecification Actions { get; } = task.Bound is { } bound
        ? ActionSpecification.Continuous(2, -bound, bound)
        : ActionSpecification.Discrete(ScriptedTask.ActionCount);

    public bool CanSave => true;

    /// <summary>Agent steps done.</summary>
    internal int Steps { get; private set; }

    /// <summary>Episodes begun.</summary>
    internal int Resets { get; private set; }

    /// <summary>Per agent step: the observations before and after it, as a network takes them.</summary>
    internal List<(float[] Before, float[] After)> Seen { get; } = [];

    /// <summary>Per agent step: the action.</summary>
    internal List<int> Taken { get; } = [];

    /// <summary>Per agent step: the action, if actions are vectors.</summary>
    internal List<float[]> TakenVectors { get; } = [];

    public void Reset(Observation observation)
    {
        task.DuringReset();
        Resets++;
        Show(observation);
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        task.DuringStep(Steps);
        float[] before = task.Records ? Numbers(observation) : [];
        Show(observation);
        if (task.Records)
        {
            Seen.Add((before, Numbers(observation)));
            if (task.Bound is null) Taken.Add(action.Choice);
            else TakenVectors.Add(action.Values.ToArray());
        }

        return task.Outcomes[Steps++ % task.Outcomes.Count];
    }

    public void Transfer(StateTransfer state)
    {
        Steps = state.Number(Steps, "agent steps", 0, int.MaxValue);
        state.Generator(generator);
    }

    private static float[] Numbers(Observation observation) => observation.Specification.Kind == ObservationKind.Pixels
        ? Array.ConvertAll(observation.Pixels.ToArray(), pixel => pixel / 255f)
        : observation.Values.ToArray();

    private void Show(Observation observation)
    {
        foreach (ref byte pixel in observation.Pixels) pixel = (byte)generator.NextInteger(256);
        foreach (ref float value in observation.Values) value = (2 * generator.NextSingle()) - 1;
    }
}
