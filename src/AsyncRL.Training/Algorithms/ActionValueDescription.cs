using System.Collections.Immutable;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Profiling;

namespace AsyncRL.Training.Algorithms;

/// <summary>What the value methods are to the command line.</summary>
internal abstract class ActionValueDescription : AlgorithmDescription
{
    public override bool UsesTargetNetwork => true;

    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions, object options) =>
        ActionValues<float>.Heads(actions.Count, ((ActionValueOptions)options).Dueling);

    public override void Check(IEnvironment environment, object options)
    {
        base.Check(environment, options);
        Exploration.Read((ActionValueOptions)options);
    }

    /// <summary>A target network with memory watches the first observation too.</summary>
    public override ForwardPasses CountPasses(object options, bool isRecurrent, double agentSteps)
    {
        double online = agentSteps + (((ActionValueOptions)options).IsDouble ? 1 : 0);
        return new ForwardPasses(online, agentSteps + (isRecurrent ? 1 : 0));
    }

    public override Agent CreateAgent(Network<float> network, ActionSpecification actions, object options) => new ActionValueAgent(network);
}

/// <summary>One-step Q-learning for the command line.</summary>
internal sealed class OneStepQLearningDescription : ActionValueDescription
{
    public override string Name => "one-step-q";

    public override string Summary => "asynchronous one-step Q-learning (paper, Algorithm 1)";

    public override object DefaultOptions => new OneStepOptions();

    /// <inheritdoc/>
    internal override int LongestSegment(object options, int? longestEpisode) => ((OneStepOptions)options).UpdateInterval;

    internal override ISegmentAlgorithm Create(AlgorithmContext context, object options) =>
        new OneStepQLearning(context, (OneStepOptions)options);
}

/// <summary>One-step Sarsa for the command line.</summary>
internal sealed class OneStepSarsaDescription : ActionValueDescription
{
    public override string Name => "one-step-sarsa";

    public override string Summary => "asynchronous one-step Sarsa (paper, section 4.2)";

    public override object DefaultOptions => new SarsaOptions();

    /// <summary>The action after a segment's last is chosen in it and seen again in the next.</summary>
    public override ForwardPasses CountPasses(object options, bool isRecurrent, double agentSteps) =>
        base.CountPasses(options, isRecurrent, agentSteps) with { Online = agentSteps + 1 };

    /// <inheritdoc/>
    internal override int LongestSegment(object options, int? longestEpisode) => ((SarsaOptions)options).UpdateInterval;

    internal override ISegmentAlgorithm Create(AlgorithmContext context, object options) =>
        new OneStepSarsa(context, (SarsaOptions)options);
}

/// <summary>N-step Q-learning for the command line.</summary>
internal sealed class NStepQLearningDescription : ActionValueDescription
{
    public override string Name => "n-step-q";

    public override string Summary => "asynchronous n-step Q-learning (paper, Algorithm S2)";

    public override object DefaultOptions => new NStepOptions();

    /// <summary>Only the bootstrap's value is θ⁻'s, but memory watches every observation.</summary>
    public override ForwardPasses CountPasses(object options, bool isRecurrent, double agentSteps) =>
        base.CountPasses(options, isRecurrent, agentSteps) with { Target = isRecurrent ? agentSteps + 1 : 1 };

    /// <inheritdoc/>
    internal override int LongestSegment(object options, int? longestEpisode) => ((NStepOptions)options).TMax;

    internal override ISegmentAlgorithm Create(AlgorithmContext context, object options) =>
        new NStepQLearning(context, (NStepOptions)options);
}
