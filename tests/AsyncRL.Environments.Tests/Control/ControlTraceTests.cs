using AsyncRL.Environments.Control;

namespace AsyncRL.Environments.Tests.Control;

/// <summary>The control tasks, compared with Gymnasium from the same states with the same actions.</summary>
public class ControlTraceTests
{
    /// <summary>The tolerance, relative for numbers above 1. The sines of different libraries differ in the last bit.</summary>
    private const double Tolerance = 1e-12;

    private const float SingleTolerance = 1e-6f;

    public static TheoryData<string> Names => ControlTrace.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_episodes_go_as_in_Gymnasium_up_to_both_ends(string name)
    {
        List<TracedStep> steps = ControlTrace.Read(name, ControlTrace.Task(name));
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 1);
        var observation = new Observation(limited.Observation);
        int episodes = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            if (i == 0 || steps[i - 1].Episode != steps[i].Episode) limited.Reset(observation);
            inner.Place(steps[i].State);
            StepOutcome outcome = ControlTrace.Step(limited, steps[i].Action, observation);

            AssertSame(steps[i], outcome, observation, $"{name}, row {i}");
            if (!outcome.IsEnd) AssertSame(steps[i + 1].State, inner.State, $"{name}, state after row {i}");
            else if (outcome.Truncated) Assert.Equal(limited.AgentSteps, i + 1 - steps.FindIndex(s => s.Episode == steps[i].Episode));
            if (outcome.IsEnd) episodes++;
        }

        Assert.True(episodes >= 2);
        Assert.True(steps[^1].Terminated || steps[^1].Truncated);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_steps_from_states_all_over_the_space_go_as_in_Gymnasium(string name)
    {
        List<TracedStep> steps = ControlTrace.Read(name + "-steps", ControlTrace.Task(name));
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 1);
        var observation = new Observation(limited.Observation);
        foreach (TracedStep step in steps)
        {
            limited.Reset(observation);
            inner.Place(step.State);
            AssertSame(step, ControlTrace.Step(limited, step.Action, observation), observation, $"{name}, step {step.Episode}");
        }

        Assert.Equal(40, steps.Count);
    }

    /// <summary>The environment gives rewards as float. This test compares the task's rewards in double, before they are rounded.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Rewards_are_those_of_Gymnasium_in_double(string name)
    {
        ControlTask task = ControlTrace.Task(name);
        foreach (TracedStep step in (List<TracedStep>)[.. ControlTrace.Read(name, task), .. ControlTrace.Read(name + "-steps", task)])
        {
            bool isChoice = task.Actions.Kind == ActionKind.Discrete;
            float action = isChoice ? step.Action : Math.Clamp(step.Action, task.Actions.Low[0], task.Actions.High[0]);
            Transition transition = task.Advance((double[])step.State.Clone(), action);
            AssertSame([step.Reward], [transition.Reward], $"{name}, episode {step.Episode}");
            Assert.Equal(step.Terminated, transition.Terminated);
        }
    }

    /// <summary>Checks that the traces contain both kinds of end. The pendulum never terminates.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_traces_hold_both_ends(string name)
    {
        List<TracedStep> steps = ControlTrace.Read(name, ControlTrace.Task(name));
        Assert.Contains(steps, step => step.Truncated);
        Assert.Equal(name != "pendulum", steps.Exists(step => step.Terminated));
        Assert.Equal(name == "pendulum", steps.Exists(step => Math.Abs(step.Action) > 2));
    }

    private static void AssertSame(TracedStep step, StepOutcome outcome, Observation observation, string where)
    {
        Assert.Equal((float)step.Reward, outcome.Reward, SingleTolerance * Math.Max(1, Math.Abs(outcome.Reward)));
        Assert.Equal(step.Terminated, outcome.Terminated);
        Assert.Equal(step.Truncated && !step.Terminated, outcome.Truncated);
        for (int i = 0; i < step.Observation.Length; i++)
        {
            float allowed = SingleTolerance * Math.Max(1, Math.Abs(step.Observation[i]));
            Assert.True(
                Math.Abs(step.Observation[i] - observation.Values[i]) <= allowed,
                $"{where}: observation[{i}] is {observation.Values[i]}; Gymnasium has {step.Observation[i]}.");
        }
    }

    private static void AssertSame(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string where)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(
                error <= Tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"{where}: number {i} is {actual[i]:R}; Gymnasium has {expected[i]:R}, an error of {error}.");
        }
    }
}
