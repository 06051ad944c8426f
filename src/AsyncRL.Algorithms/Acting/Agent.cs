using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Acting;

/// <summary>Acts by trained parameters without learning: for evaluation and for watching. Owned by one thread.</summary>
/// <param name="network">The network.</param>
public abstract class Agent(Network<float> network)
{
    /// <summary>The network.</summary>
    protected Network<float> Network { get; } = network;

    /// <summary>What came out of the network for the observation considered last.</summary>
    protected Activations<float> Activations { get; } = new(network.Structure, 1);

    /// <summary>Whether it draws actions; else it takes the best, greedy or not.</summary>
    public virtual bool DrawsActions => true;

    /// <summary>[actions]: the probability of each choice, as the agent draws it; empty where actions are vectors.</summary>
    public abstract ReadOnlySpan<float> Probabilities { get; }

    /// <summary>The value of the observation, as the agent estimates it.</summary>
    public abstract float Value { get; }

    /// <summary>
    /// Runs the network on what an actor looks at: once for each agent step, in order, for a network with memory remembers what it saw.
    /// </summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="actor">The actor.</param>
    public void Consider(ReadOnlySpan<float> parameters, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.EpisodeLength == 0) Activations.ClearState();
        actor.WriteObservation(Activations.Input(0));
        Network.Forward(parameters, Activations, 0, 1);
        Activations.CarryState(1);
        Interpret();
    }

    /// <summary>Chooses an action for the observation considered last.</summary>
    /// <param name="greedy">Whether to take the most probable action, or the mean, rather than to draw one.</param>
    /// <param name="generator">The source of chance.</param>
    /// <returns>The action; a vector lies in the agent's memory until the next call.</returns>
    public abstract AgentAction Choose(bool greedy, RandomGenerator generator);

    /// <summary>Turns the heads' outputs into probabilities and value.</summary>
    protected abstract void Interpret();
}
