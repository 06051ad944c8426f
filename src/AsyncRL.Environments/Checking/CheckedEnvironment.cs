using System.Globalization;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Checking;

/// <summary>
/// Looks at everything that an environment returns before anything else does, and refuses what no learner can use: a number that is not
/// finite, and an episode that is terminated and truncated at once. What is refused enters no running moments, no return and no checkpoint.
/// An action that is none of the environment's does not reach it.
/// </summary>
/// <remarks>It belongs directly around the environment, inside all other wrappers. Checking allocates nothing.</remarks>
public sealed class CheckedEnvironment : Wrapper
{
    private readonly string _name;
    private readonly ActionSpecification _actions;
    private int _agentSteps;

    /// <summary>Wraps an environment.</summary>
    /// <param name="name">The environment's name, for messages.</param>
    /// <param name="inner">The environment; from now on this wrapper's own.</param>
    public CheckedEnvironment(string name, IEnvironment inner)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(name);
        (_name, _actions) = (name, Inner.Actions);
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentFaultException">The first observation holds a number that is not finite.</exception>
    public override void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Inner.Reset(observation);
        _agentSteps = 0;
        Check(observation);
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentFaultException">
    /// The reward or the observation is not finite, or the episode is terminated and truncated at once.
    /// </exception>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _actions.Check(action);
        StepOutcome outcome = Inner.Step(action, observation);
        _agentSteps++;
        Check(observation);
        if (!float.IsFinite(outcome.Reward)) throw Fault($"returned the reward {Text(outcome.Reward)}", "a finite number");
        if (!float.IsFinite(outcome.RawReward)) throw Fault($"returned the raw reward {Text(outcome.RawReward)}", "a finite number");
        if (outcome is { Terminated: true, Truncated: true })
            throw Fault("ended the episode as terminated and as truncated", "one of the two");
        return outcome;
    }

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        state.Number(ref _agentSteps, "agent steps of the episode", 0, int.MaxValue);
        Inner.Transfer(state);
    }

    private void Check(Observation observation)
    {
        ReadOnlySpan<float> values = observation.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) throw Refuse(observation, i);
        }
    }

    /// <summary>The observation is cleared, because a checkpoint of the failed run holds it.</summary>
    private EnvironmentFaultException Refuse(Observation observation, int index)
    {
        float value = observation.Values[index];
        observation.Values.Clear();
        return Fault($"showed {Text(value)} as number {index} of the observation", "a finite number");
    }

    private EnvironmentFaultException Fault(string what, string expected)
    {
        return new EnvironmentFaultException(
            $"The environment {_name} {what} {EpisodeMoment.Of(_agentSteps)}; expected {expected}.");
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>When an environment failed, for messages.</summary>
internal static class EpisodeMoment
{
    /// <summary>Describes a moment: "in agent step 3 of an episode".</summary>
    /// <param name="agentSteps">Agent steps of the episode, with the present one; below 0 before the first episode.</param>
    internal static string Of(int agentSteps) => agentSteps switch
    {
        < 0 => "before its first episode",
        0 => "at an episode's start",
        _ => $"in agent step {agentSteps} of an episode",
    };
}

/// <summary>An environment broke its contract. The message names the environment, what it did, and what was expected.</summary>
public sealed class EnvironmentFaultException : Exception
{
    /// <summary>Reports the fault.</summary>
    /// <param name="message">The sentence.</param>
    public EnvironmentFaultException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a fault that another exception revealed.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">What revealed it.</param>
    public EnvironmentFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Reports a fault.</summary>
    public EnvironmentFaultException()
    {
    }
}
