using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>A policy that draws actions from the outputs of the heads.</summary>
internal interface IActingPolicy
{
    /// <summary>Index of the head V.</summary>
    int ValueHead { get; }

    /// <summary>Begins an episode of a sequence.</summary>
    void BeginEpisode(int sequence, RandomGenerator generator)
    {
    }

    /// <summary>Draws an action from π(·|s; θ′), whose outputs are in a row of the batch.</summary>
    AgentAction Act(Activations<float> batch, int row, RandomGenerator generator);

    /// <summary>Writes or reads the policy's state.</summary>
    void Transfer(StateTransfer state)
    {
    }
}

/// <summary>The policy of an actor-critic. It draws actions from the outputs of the heads and computes its gradient.</summary>
internal interface IActorCriticPolicy : IActingPolicy
{
    /// <summary>The loss of the segment.</summary>
    ActorCriticLoss<float> Loss { get; }

    /// <summary>
    /// Adds −log π(aᵢ|sᵢ; θ′) A − β H to the loss and writes its gradient by the heads' outputs. The backward pass continues to θ′.
    /// </summary>
    void AddGradient(Activations<float> batch, int row, float advantage);

    /// <summary>The choice that was drawn in a row; 0 if an action is no single choice.</summary>
    int ChoiceOf(int row) => 0;

    /// <summary>
    /// Computes log π(aᵢ|sᵢ) of the action that was drawn in a row from the present outputs of the heads, which a later forward pass may
    /// have overwritten. <see cref="AddGradient"/> then uses the same distribution.
    /// </summary>
    float LogLikelihood(Activations<float> batch, int row);

    /// <summary>Writes or reads the actions that were drawn in the first rows.</summary>
    void TransferActions(StateTransfer state, int rows);
}

/// <summary>Chooses the policy by the kind of actions: softmax for choices, Gaussian for vectors.</summary>
internal static class ActorCriticPolicies
{
    /// <summary>The heads of policy and value.</summary>
    internal static ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        actions.Kind == ActionKind.Continuous ? GaussianHeads.All(actions.Count) : SoftmaxPolicy.Heads(actions);

    /// <summary>Makes a policy that acts in some environments side by side.</summary>
    internal static IActorCriticPolicy Create(
        NetworkStructure structure, ActionSpecification actions, GaussianOptions options, int rows, int sequences) =>
        actions.Kind == ActionKind.Continuous
            ? new GaussianPolicy(structure, actions, options.Gaussian, rows, sequences)
            : new SoftmaxPolicy(structure, actions, options, rows);

    /// <summary>Makes an agent that acts without learning.</summary>
    internal static Agent CreateAgent(Network<float> network, ActionSpecification actions, GaussianOptions options) =>
        actions.Kind == ActionKind.Continuous
            ? new GaussianAgent(network, actions, options.Gaussian)
            : new SoftmaxAgent(network, actions);
}
