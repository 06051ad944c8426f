using System.Collections.Immutable;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// A user's choice of ψ, with what follows from it: the heads, the length of a segment, the learner, and the tasks that fit.
/// </summary>
/// <param name="Name">The value of the option psi.</param>
/// <param name="RhoBar">ρ̄ of V-trace.</param>
/// <param name="CBar">c̄ of V-trace.</param>
internal sealed record PsiChoice(string Name, double RhoBar, double CBar)
{
    /// <summary>The value of the option for A3C as the paper has it.</summary>
    internal const string Default = "gae";

    /// <summary>The values for an action that is one choice.</summary>
    internal const string Names = "gae td total return return-baseline q advantage v-trace";

    /// <summary>The values that need no value of each choice.</summary>
    internal const string NamesWithoutActionValues = "gae td total return return-baseline v-trace";

    /// <summary>The meaning of the option.</summary>
    internal const string Meaning =
        "ψ, the weight of log π: gae (A3C), td (one step), total, return or return-baseline (whole episodes; t-max does not apply), "
        + "or v-trace (corrects stale segments)";

    /// <summary>The meaning of the option rho-bar.</summary>
    internal const string MeaningOfRhoBar =
        "ρ̄ of psi=v-trace: the largest ratio of the learning to the acting policy that weighs an agent step (Espeholt et al. 2018)";

    /// <summary>The meaning of the option c-bar.</summary>
    internal const string MeaningOfCBar =
        "c̄ of psi=v-trace: the largest ratio by which a later agent step changes an earlier target (Espeholt et al. 2018)";

    /// <summary>ψ.</summary>
    internal Psi Psi { get; } = Name switch
    {
        "td" => Psi.Td,
        "total" => Psi.Total,
        "return" => Psi.Return,
        "return-baseline" => Psi.ReturnBaseline,
        "q" => Psi.Q,
        "advantage" => Psi.Advantage,
        "v-trace" => Psi.VTrace,
        _ => Psi.Gae,
    };

    /// <summary>Whether a segment is a whole episode.</summary>
    internal bool NeedsWholeEpisodes => Psi is Psi.Total or Psi.Return or Psi.ReturnBaseline;

    /// <summary>Whether a head "q" takes the place of the head "value".</summary>
    internal bool HasActionValues => Psi is Psi.Q or Psi.Advantage;

    /// <summary>Whether ψ or its target reads a critic. Otherwise R starts from 0, and the head "value" learns nothing.</summary>
    internal bool HasCritic => Psi is not (Psi.Total or Psi.Return);

    /// <summary>The heads for choices.</summary>
    internal ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => HasActionValues
        ? [new("policy", actions.TotalCount), new(Critic<float>.ActionValues, actions.TotalCount)]
        : SoftmaxPolicy.Heads(actions);

    /// <summary>Refuses a task that ψ does not fit.</summary>
    /// <exception cref="InputException">Episodes have no longest length, or an action is not one choice.</exception>
    internal void Check(IEnvironment environment)
    {
        if (NeedsWholeEpisodes && environment.LongestEpisode is null)
        {
            throw new InputException(
                $"The option psi is \"{Name}\", which learns from whole episodes, but the environment's episodes have no longest length; "
                + "expected gae, td or another ψ that bootstraps, or an environment with a time limit.");
        }

        if (!HasActionValues || environment.Actions.Kind == ActionKind.Discrete) return;
        throw new InputException(
            $"The option psi is \"{Name}\", whose critic has a value for each choice, but an action of the environment is "
            + $"{environment.Actions}; expected one of {NamesWithoutActionValues.Replace(" ", ", ", StringComparison.Ordinal)}.");
    }

    /// <summary>The largest number of agent steps of a segment.</summary>
    /// <param name="tMax">t_max; null for whole episodes.</param>
    /// <param name="longestEpisode">Upper bound of the agent steps of an episode; null if none is known.</param>
    internal int LongestSegment(int? tMax, int? longestEpisode) =>
        tMax is { } steps && !NeedsWholeEpisodes ? steps : longestEpisode ?? int.MaxValue;

    /// <summary>Counts the forward passes of a segment: V-trace repeats those of acting, in one pass.</summary>
    internal ForwardPasses CountPasses(double agentSteps) => Psi switch
    {
        Psi.VTrace => new((2 * agentSteps) + 1, 0, RowsPerPass: ((2 * agentSteps) + 1) / (agentSteps + 1)),
        Psi.Total or Psi.Return => new(agentSteps, 0),
        _ => new(agentSteps + 1, 0),
    };

    /// <summary>Makes the learner of ψ.</summary>
    /// <param name="context">The objects that the learner works with.</param>
    /// <param name="options">The hyper-parameters.</param>
    /// <param name="tMax">The largest number of agent steps of a segment.</param>
    /// <param name="policy">The policy, with as many rows.</param>
    internal ILearner CreateLearner(AlgorithmContext context, ActorCriticOptions options, int tMax, IActorCriticPolicy policy) => Psi switch
    {
        Psi.Gae => new A3CLearner(context, options, tMax, policy),
        Psi.VTrace => new VTraceLearner(context, options, this, tMax, policy),
        _ => new PsiLearner(context, options, this, tMax, policy),
    };
}
