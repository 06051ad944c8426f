using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>An algorithm that learns action values.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class ActionValueAlgorithm<TOptions> : ActorLearnerAlgorithm<TOptions>
    where TOptions : ActionValueOptions, new()
{
    /// <inheritdoc/>
    public override int TargetNetworks => 1;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        ActionValues<float>.Heads(actions.Count, Options.Dueling);

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        Exploration.Read(Options);
    }

    /// <summary>A target network with memory also processes the first observation.</summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        new(agentSteps + (Options.IsDouble ? 1 : 0), agentSteps + (isRecurrent ? 1 : 0));

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new ActionValueAgent(network);
}
