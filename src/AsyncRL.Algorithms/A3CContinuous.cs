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
        Options.Choice.Check(environment);
        if (Options.TMax is not null || environment.LongestEpisode is not null) return;
        throw new InputException(
            "The option t-max is \"auto\", a segment for each episode, but the environment's episodes have no longest length; "
            + "expected a number of agent steps.");
    }

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.Choice.LongestSegment(Options.TMax, longestEpisode);

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) => Options.Choice.CountPasses(agentSteps);

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int steps = LongestSegment(context.LongestEpisode);
        var policy = new GaussianPolicy(context.Network.Structure, context.Actor.Actions, Options.Gaussian, steps);
        return Options.Choice.CreateLearner(context, Options, steps, policy);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
        new GaussianAgent(network, actions, Options.Gaussian);
}

/// <summary>The hyper-parameters of <see cref="A3CContinuous"/>, each with its unit, default and source.</summary>
public sealed record A3CContinuousOptions : GaussianOptions
{
    /// <summary>t_max; null for the whole episode.</summary>
    [Option("t-max", "agent steps", "largest length of a segment; auto never cuts one before its episode ends (paper, section 9)",
        Minimum = 1, Maximum = 100_000)]
    public int? TMax { get; init; }

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's differential entropy (paper, section 9)", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 1e-4;

    /// <summary>ψ.</summary>
    [Option("psi", "", PsiChoice.Meaning, AllowedValues = PsiChoice.NamesWithoutActionValues)]
    public string Psi { get; init; } = PsiChoice.Default;

    /// <summary>ρ̄.</summary>
    [Option("rho-bar", "", PsiChoice.MeaningOfRhoBar, Minimum = 0, Maximum = 1e9)]
    public double RhoBar { get; init; } = 1;

    /// <summary>c̄.</summary>
    [Option("c-bar", "", PsiChoice.MeaningOfCBar, Minimum = 0, Maximum = 1e9)]
    public double CBar { get; init; } = 1;

    internal override double Beta => EntropyWeight;

    internal PsiChoice Choice => new(Psi, RhoBar, CBar);
}
