using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// A learning method. To add one, derive from <see cref="Algorithm{TOptions}"/> in any loaded assembly: the catalogue, the command line and
/// the smoke tests find it by its type.
/// </summary>
public abstract class Algorithm : Configurable
{
    /// <summary>The actions that it chooses.</summary>
    public virtual ActionKind Actions => ActionKind.Discrete;

    /// <summary>Number of target networks such as θ⁻ that it keeps, each as long as θ.</summary>
    public virtual int TargetNetworks => 0;

    /// <summary>The outputs that it needs of a network.</summary>
    /// <param name="actions">The actions of the environment.</param>
    /// <returns>The heads.</returns>
    public abstract ImmutableArray<HeadDescription> Heads(ActionSpecification actions);

    /// <summary>Checks that it can learn a task.</summary>
    /// <param name="environment">An instance of the task.</param>
    /// <exception cref="InputException">It cannot; the message states the reason.</exception>
    public virtual void Check(IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.Actions.Kind == Actions) return;
        string takes = Actions == ActionKind.Discrete ? "one of a number of choices" : "a vector of real numbers";
        string others = Names(environment.Actions.Kind);
        string expected = others.Length > 0 ? $"expected one of {others}" : "no algorithm learns such actions";
        throw new InputException(
            $"The algorithm {Name} chooses {takes}, but an action of the environment is {environment.Actions}; {expected}.");
    }

    /// <summary>
    /// Counts the forward passes of a segment. Unless overridden, they are those of actor-critic: one for each action, and one for the
    /// bootstrap.
    /// </summary>
    /// <param name="isRecurrent">Whether the network has memory.</param>
    /// <param name="agentSteps">Agent steps of the segment.</param>
    /// <returns>The passes.</returns>
    public virtual ForwardPasses CountPasses(bool isRecurrent, double agentSteps) => new(agentSteps + 1, 0);

    /// <summary>The largest number of agent steps of a segment, whose rows one actor-learner keeps.</summary>
    /// <param name="longestEpisode">Agent steps that no episode exceeds; null if no bound is known.</param>
    /// <returns>The agent steps.</returns>
    public abstract int LongestSegment(int? longestEpisode);

    /// <summary>Makes the workers of a run, each of which gets a thread: n actor-learners, one learner, or actors and a learner.</summary>
    /// <param name="session">The run: θ, the network, environments, and what workers count with.</param>
    /// <returns>The workers, in the order of their numbers.</returns>
    public abstract IReadOnlyList<IWorker> CreateWorkers(Session session);

    /// <summary>Makes an agent that acts by trained parameters without learning.</summary>
    /// <param name="network">A network with the heads that <see cref="Heads"/> names.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <returns>The agent.</returns>
    public abstract Agent CreateAgent(Network<float> network, ActionSpecification actions);

    private static string Names(ActionKind kind)
    {
        var names = new List<string>();
        foreach (Algorithm algorithm in Parts<Algorithm>.All)
        {
            if (algorithm.Actions == kind) names.Add(algorithm.Name);
        }

        return string.Join(", ", names);
    }
}

/// <summary>A learning method with the type of its options.</summary>
/// <typeparam name="TOptions">A record whose properties carry <see cref="OptionAttribute"/>.</typeparam>
public abstract class Algorithm<TOptions> : Algorithm
    where TOptions : class, new()
{
    /// <summary>The hyper-parameters.</summary>
    public TOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public sealed override object AllOptions => Options;
}

/// <summary>Makes the learners of n actor-learners.</summary>
public interface IActorLearnerAlgorithm
{
    /// <summary>Makes what one actor-learner does.</summary>
    /// <param name="context">What it works with.</param>
    /// <returns>The learner.</returns>
    ILearner CreateLearner(AlgorithmContext context);
}

/// <summary>A learning method of n actor-learners, as those of the paper are: each acts, computes gradients and updates θ.</summary>
/// <typeparam name="TOptions">A record whose properties carry <see cref="OptionAttribute"/>.</typeparam>
public abstract class ActorLearnerAlgorithm<TOptions> : Algorithm<TOptions>, IActorLearnerAlgorithm
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public abstract ILearner CreateLearner(AlgorithmContext context);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<IWorker> CreateWorkers(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var workers = new IWorker[session.ActorLearners];
        for (int i = 0; i < workers.Length; i++)
        {
            AlgorithmContext context = session.CreateContext(i);
            workers[i] = new ActorLearner(i, context, CreateLearner(context), session.StopsAt, session.SharedEpisodes);
        }

        return workers;
    }
}
