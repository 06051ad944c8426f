using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

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
