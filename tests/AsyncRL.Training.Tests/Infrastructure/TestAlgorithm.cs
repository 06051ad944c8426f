using System.Collections.Immutable;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Algorithms;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>An algorithm whose learners a test makes.</summary>
/// <param name="create">Makes a learner.</param>
internal sealed class TestAlgorithm(Func<AlgorithmContext, ILearner> create) : Algorithm<NoOptions>
{
    public override string Name => "test";

    public override string Summary => "An algorithm for tests.";

    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => [];

    public override int LongestSegment(int? longestEpisode) => 1;

    public override ILearner CreateLearner(AlgorithmContext context) => create(context);

    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => throw new NotSupportedException();
}
