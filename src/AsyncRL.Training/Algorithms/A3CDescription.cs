using System.Collections.Immutable;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Algorithms;

/// <summary>A3C for the command line.</summary>
internal sealed class A3CDescription : AlgorithmDescription
{
    public override string Name => "a3c";

    public override string Summary => "asynchronous advantage actor-critic (paper, Algorithm S3)";

    public override object DefaultOptions => new A3COptions();

    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions, object options) =>
        [new("policy", actions.Count), new("value", 1)];

    /// <inheritdoc/>
    internal override int LongestSegment(object options, int? longestEpisode) => ((A3COptions)options).TMax;

    internal override ISegmentAlgorithm Create(AlgorithmContext context, object options) =>
        new A3C(context, (A3COptions)options);

    public override Agent CreateAgent(Network<float> network, ActionSpecification actions, object options) => new SoftmaxAgent(network);
}
