using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Acting;

/// <summary>Acts by trained parameters without learning, in evaluations, playback and recordings. Owned by one thread.</summary>
/// <param name="network">The network.</param>
/// <param name="part">The part of the network that acts; all of it if null.</param>
public abstract class Agent(Network<float> network, NetworkPart? part = null)
{
    /// <summary>The network.</summary>
    protected Network<float> Network { get; } = network;

    /// <summary>The network's outputs for the last observation.</summary>
    protected Activations<float> Activations { get; } = new(network.Structure, 1, part: part);

    /// <summary>Whether the agent draws actions. Otherwise it always takes the best action.</summary>
    public virtual bool DrawsActions => true;

    /// <summary>
    /// [choices]: the probability with which the agent draws each choice, of several choices at once those of one dimension after the
    /// other; empty if actions are vectors.
    /// </summary>
    public abstract ReadOnlySpan<float> Probabilities { get; }

    /// <summary>The agent's estimate of the observation's value.</summary>
    public abstract float Value { get; }

    /// <summary>
    /// Runs the network on an actor's present observation. It must be called once for each agent step, in order, because a network with
    /// memory carries its state from step to step.
    /// </summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="actor">The actor.</param>
    public void Forward(ReadOnlySpan<float> parameters, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.EpisodeLength == 0) Activations.ClearState();
        actor.WriteObservation(Activations, 0);
        Run(parameters);
        Activations.CarryState(1);
        ReadOutputs();
    }

    /// <summary>Chooses an action for the last observation.</summary>
    /// <param name="greedy">Whether to take the most probable action, or the mean of a Gaussian policy, instead of drawing one.</param>
    /// <param name="generator">The source of randomness.</param>
    /// <returns>The action; a vector or several choices are in the agent's memory and valid until the next call.</returns>
    public abstract AgentAction SelectAction(bool greedy, RandomGenerator generator);

    /// <summary>Runs the network on the observation; unless overridden, all of it at once.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    protected virtual void Run(ReadOnlySpan<float> parameters) => Network.Forward(parameters, Activations, 0, 1);

    /// <summary>Computes probabilities and value from the heads' outputs.</summary>
    protected abstract void ReadOutputs();
}
