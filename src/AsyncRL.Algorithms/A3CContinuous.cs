using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Asynchronous advantage actor-critic with continuous actions: Algorithm S3 with the Gaussian policy of section 9 of the paper. The
/// policy's and the value's networks share nothing but the observation.
/// </summary>
public sealed class A3CContinuous : ActorLearnerAlgorithm<A3CContinuousOptions>
{
    /// <inheritdoc/>
    public override string Name => "a3c-continuous";

    /// <inheritdoc/>
    public override string Summary => "asynchronous advantage actor-critic with a Gaussian policy (paper, section 9)";

    /// <inheritdoc/>
    public override ActionKind Actions => ActionKind.Continuous;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => GaussianHeads.All(actions.Count);

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        if (Options.TMax is not null || environment.LongestEpisode is not null) return;
        throw new InputException(
            "The option t-max is \"auto\", a segment for each episode, but the environment's episodes have no longest length; "
            + "expected a number of agent steps.");
    }

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.TMax ?? longestEpisode ?? int.MaxValue;

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int tMax = Options.TMax ?? context.LongestEpisode ?? throw new InvalidOperationException("No episode is known to be the longest.");
        var policy = new GaussianPolicy(context.Network.Structure, context.Actor.Actions, Options.Gaussian, tMax);
        return new A3CLearner(context, Options, tMax, policy);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
        new GaussianAgent(network, actions, Options.Gaussian);
}

/// <summary>The hyper-parameters of <see cref="A3CContinuous"/>, each with its unit, default and source.</summary>
public sealed record A3CContinuousOptions : ActorCriticOptions
{
    internal const string ScaledToBounds = "bounds";

    /// <summary>t_max; null for the whole episode.</summary>
    [Option("t-max", "agent steps", "largest length of a segment; auto never cuts one before its episode ends (paper, section 9)",
        Minimum = 1, Maximum = 100_000)]
    public int? TMax { get; init; }

    /// <summary>The value from which R starts after a truncated episode.</summary>
    [Option("truncated-value", "",
        "R after an episode that a time limit ended: bootstrap is V of its last observation, zero the paper's literal 0 (section 9)",
        AllowedValues = "bootstrap zero")]
    public string TruncatedValue { get; init; } = Bootstrap;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's differential entropy (paper, section 9)", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 1e-4;

    /// <summary>The smallest σ².</summary>
    [Option("variance-floor", "", "added to softplus(s) to give σ²; not in the paper, but without it a certain policy's gradient explodes",
        Minimum = 1e-9, Maximum = 1e3)]
    public double VarianceFloor { get; init; } = 1e-3;

    /// <summary>Correlation of the noise of consecutive actions.</summary>
    [Option("noise-correlation", "",
        "correlation of the noise in one action with that in the next: 0 is the paper's independent noise, above it explores further",
        Minimum = 0, Maximum = 0.9999)]
    public double NoiseCorrelation { get; init; }

    /// <summary>How the policy's numbers are mapped to the environment's actions.</summary>
    [Option("action-scaling", "",
        "bounds: the policy's -1 and 1 are the bounds of the environment's actions; none: the policy's numbers are the environment's",
        AllowedValues = "bounds none")]
    public string ActionScaling { get; init; } = ScaledToBounds;

    /// <summary>The factor of a reward in training.</summary>
    [Option("reward-scale", "", "what rewards are multiplied by in training; reported returns stay raw", Minimum = 1e-9, Maximum = 1e9)]
    public double RewardScale { get; init; } = 1;

    internal GaussianSettings Gaussian =>
        new(VarianceFloor, NoiseCorrelation, ValueGradientScale, ActionScaling == ScaledToBounds);

    internal override double Beta => EntropyWeight;

    internal override double RewardFactor => RewardScale;

    internal override bool BootstrapsTruncated => TruncatedValue == Bootstrap;
}
