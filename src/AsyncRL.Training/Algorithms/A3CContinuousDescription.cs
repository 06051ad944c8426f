using System.Collections.Immutable;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Algorithms;

/// <summary>Continuous A3C for the command line.</summary>
internal sealed class A3CContinuousDescription : AlgorithmDescription
{
    public override string Name => "a3c-continuous";

    public override string Summary => "asynchronous advantage actor-critic with a Gaussian policy (paper, section 9)";

    public override object DefaultOptions => new A3CContinuousOptions();

    public override ActionKind Actions => ActionKind.Continuous;

    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions, object options) => GaussianHeads.All(actions.Count);

    public override void Check(IEnvironment environment, object options)
    {
        base.Check(environment, options);
        if (((A3CContinuousOptions)options).TMax is not null || environment.LongestEpisode is not null) return;
        throw new InputException(
            "The option t-max is \"auto\", a segment for each episode, but the environment's episodes have no longest length; "
            + "expected a number of agent steps.");
    }

    public override Agent CreateAgent(Network<float> network, ActionSpecification actions, object options) =>
        new GaussianAgent(network, actions, (A3CContinuousOptions)options);

    /// <inheritdoc/>
    internal override int LongestSegment(object options, int? longestEpisode) =>
        ((A3CContinuousOptions)options).TMax ?? longestEpisode ?? int.MaxValue;

    internal override ISegmentAlgorithm Create(AlgorithmContext context, object options) =>
        new A3CContinuous(context, (A3CContinuousOptions)options);
}
