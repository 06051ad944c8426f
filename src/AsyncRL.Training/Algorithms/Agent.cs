using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Algorithms;

/// <summary>Acts by trained parameters without learning: for evaluation and for watching. Owned by one thread.</summary>
/// <param name="network">The network.</param>
public abstract class Agent(Network<float> network)
{
    /// <summary>The network.</summary>
    protected Network<float> Network { get; } = network;

    /// <summary>What came out of the network for the observation considered last.</summary>
    protected Activations<float> Activations { get; } = new(network.Structure, 1);

    /// <summary>[actions]: the probability of each action, as the agent draws it.</summary>
    public abstract ReadOnlySpan<float> Probabilities { get; }

    /// <summary>The value of the observation, as the agent estimates it.</summary>
    public abstract float Value { get; }

    /// <summary>Runs the network on what an actor looks at.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="actor">The actor.</param>
    public void Consider(ReadOnlySpan<float> parameters, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Observe(Activations.Input(0));
        Network.Forward(parameters, Activations, 0, 1);
        Interpret();
    }

    /// <summary>Chooses an action for the observation considered last.</summary>
    /// <param name="greedy">Whether to take the most probable action rather than to draw one.</param>
    /// <param name="generator">The source of chance.</param>
    /// <returns>The action.</returns>
    public abstract int Choose(bool greedy, RandomGenerator generator);

    /// <summary>Turns the heads' outputs into probabilities and value.</summary>
    protected abstract void Interpret();
}
