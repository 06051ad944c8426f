using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// A learning algorithm. To add one, derive from <see cref="Algorithm{TOptions}"/> in any loaded assembly: the catalogue, the command line
/// and the smoke tests find it by its type.
/// </summary>
public abstract class Algorithm : Configurable
{
    /// <summary>The kind of actions that the algorithm chooses.</summary>
    public virtual ActionKind Actions => ActionKind.Discrete;

    /// <summary>Whether the algorithm can choose actions of a kind; unless overridden, of <see cref="Actions"/> only.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Whether it can.</returns>
    public virtual bool Chooses(ActionKind kind) => kind == Actions;

    /// <summary>
    /// Whether each thread updates θ by itself. Such an algorithm also runs in the simulated execution, and may update and take the next
    /// snapshot in one sweep.
    /// </summary>
    public virtual bool IsAsynchronous => true;

    /// <summary>
    /// Whether the environments of all threads act in common rounds. New statistics of normalization are then used from the next round on;
    /// otherwise at once.
    /// </summary>
    public virtual bool IsSynchronous => false;

    /// <summary>
    /// Whether one thread at a time updates θ, so that optimizers whose statistics do not bear lost additions can be used; unless
    /// overridden, that of synchronous algorithms.
    /// </summary>
    public virtual bool UpdatesOneAtATime => IsSynchronous;

    /// <summary>
    /// Whether several processes can train a run together: unless overridden, if each thread updates θ by itself. The processes of an
    /// algorithm that is not synchronous have a θ each, and exchange what it moved.
    /// </summary>
    public virtual bool CanSpanRanks => IsAsynchronous;

    /// <summary>
    /// Whether the algorithm minimizes a cost between 0 and 1. An output z of its network then stands for the cost σ(−z), so that the best
    /// action has the largest output, which is no return of rewards.
    /// </summary>
    public virtual bool LearnsCosts => false;

    /// <summary>What pictures and pages call the agent's number of a state: "value", or "output z" if it learns costs.</summary>
    public string ValueName => LearnsCosts ? "output z" : "value";

    /// <summary>The largest number of threads among which the work can be divided.</summary>
    public virtual int MostThreads => int.MaxValue;

    /// <summary>
    /// The options of the optimizer and of the run for which the algorithm has other defaults: texts by option name. A preset and the user
    /// override them.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> OtherDefaults => ImmutableDictionary<string, string>.Empty;

    /// <summary>Number of environments of a run.</summary>
    /// <param name="threads">Number of threads, or of actors in the simulated execution.</param>
    /// <returns>The environments; unless overridden, one for each thread.</returns>
    public virtual int ActorsOf(int threads) => threads;

    /// <summary>Number of target networks such as θ⁻, each as long as θ.</summary>
    public virtual int TargetNetworks => 0;

    /// <summary>The outputs that the algorithm needs from a network.</summary>
    /// <param name="actions">The actions of the environment.</param>
    /// <returns>The heads.</returns>
    public abstract ImmutableArray<HeadDescription> Heads(ActionSpecification actions);

    /// <summary>The outputs that the algorithm needs from a network on observations that are known.</summary>
    /// <param name="network">The layers below the heads.</param>
    /// <param name="observation">An observation.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <returns>The heads; unless overridden, those that do not depend on observations.</returns>
    public virtual ImmutableArray<HeadDescription> Heads(
        NetworkDescription network, ObservationSpecification observation, ActionSpecification actions) => Heads(actions);

    /// <summary>The numbers beside the observation that the network takes.</summary>
    /// <param name="actions">The actions of the environment.</param>
    /// <returns>Their number; unless overridden, 0.</returns>
    public virtual int SideInputs(ActionSpecification actions) => 0;

    /// <summary>Checks that the algorithm can learn a task.</summary>
    /// <param name="environment">An instance of the task.</param>
    /// <exception cref="InputException">The algorithm cannot learn the task; the message states the reason.</exception>
    public virtual void Check(IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (Chooses(environment.Actions.Kind)) return;
        string takes = Actions == ActionKind.Discrete ? "one of a number of choices" : "a vector of real numbers";
        string others = Names(environment.Actions.Kind);
        string expected = others.Length > 0 ? $"expected one of {others}" : "no algorithm learns such actions";
        throw new InputException(
            $"The algorithm {Name} chooses {takes}, but an action of the environment is {environment.Actions}; {expected}.");
    }

    /// <summary>Checks that the algorithm can learn with a network; unless overridden, it can with each.</summary>
    /// <param name="network">The network, with the heads that <see cref="Heads(ActionSpecification)"/> names.</param>
    /// <exception cref="InputException">The algorithm cannot use the network; the message states the reason.</exception>
    public virtual void Check(NetworkStructure network)
    {
    }

    /// <summary>
    /// Counts the forward passes of a segment. Unless overridden, they are those of actor-critic: one for each action, and one for the
    /// bootstrap.
    /// </summary>
    /// <param name="isRecurrent">Whether the network has memory.</param>
    /// <param name="agentSteps">Agent steps of the segment.</param>
    /// <returns>The passes.</returns>
    public virtual ForwardPasses CountPasses(bool isRecurrent, double agentSteps) => new(agentSteps + 1, 0);

    /// <summary>Counts the forward passes of a segment in a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="agentSteps">Agent steps of the segment.</param>
    /// <returns>The passes; unless overridden, all of them compute the whole network.</returns>
    public virtual ForwardPasses CountPasses(NetworkStructure network, double agentSteps)
    {
        ArgumentNullException.ThrowIfNull(network);
        return CountPasses(network.IsRecurrent, agentSteps);
    }

    /// <summary>The largest number of agent steps of a segment. One actor-learner allocates a row for each.</summary>
    /// <param name="longestEpisode">Upper bound of the agent steps of an episode; null if none is known.</param>
    /// <returns>The agent steps.</returns>
    public abstract int LongestSegment(int? longestEpisode);

    /// <summary>The rows of activations that one thread allocates, for the estimate of the memory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="longestEpisode">Upper bound of the agent steps of an episode; null if none is known.</param>
    /// <param name="ofPixels">Whether the rows keep their observations as pixels.</param>
    /// <returns>The rows; unless overridden, one for each agent step of a segment and one for the bootstrap.</returns>
    public virtual long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) =>
        LongestSegment(longestEpisode) + 1L;

    /// <summary>The size of one thread's activations, for the estimate of the memory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="observation">An observation.</param>
    /// <param name="rows">What <see cref="ActivationRows"/> returns.</param>
    /// <param name="ofPixels">Whether the rows keep their observations as pixels.</param>
    /// <returns>The size; unless overridden, every row has all layers.</returns>
    public virtual ActivationsSize SizeOfActivations(
        NetworkStructure network, ObservationSpecification observation, long rows, bool ofPixels) =>
        ActivationsSize.Of(network, rows, ofPixels: ofPixels);

    /// <summary>
    /// The agent steps after which a run has surely updated θ. A run that ends before may leave θ as it was at the beginning.
    /// </summary>
    /// <param name="threads">Number of threads.</param>
    /// <returns>The agent steps; unless overridden, 1, because every segment and every round ends with an update.</returns>
    public virtual long AgentStepsBeforeUpdate(int threads) => 1;

    /// <summary>Whether the rows keep observations of pixels as pixels; unless overridden, as numbers.</summary>
    public virtual bool KeepsPixels => false;

    /// <summary>The models, each with θ′ and dθ, that one thread allocates, for the estimate of the memory.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <returns>The models; unless overridden, one.</returns>
    public virtual int ModelsOf(int threads) => 1;

    /// <summary>The memory that all threads share besides the parameters, for the estimate: unless overridden, none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="observation">An observation.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="threads">Number of threads.</param>
    /// <returns>The size.</returns>
    public virtual StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) => default;

    /// <summary>The replay memory of each thread, for the estimate: unless overridden, none.</summary>
    /// <param name="observation">An observation.</param>
    /// <param name="actions">The actions.</param>
    /// <returns>The size.</returns>
    public virtual StoreSize OwnStoreSize(ObservationSpecification observation, ActionSpecification actions) => default;

    /// <summary>Makes the workers of a run: n actor-learners, one learner, or actors and a learner. Each gets a thread.</summary>
    /// <param name="session">The run: θ, the network, the environments and the statistics.</param>
    /// <returns>The workers, in the order of their numbers.</returns>
    public abstract IReadOnlyList<IWorker> CreateWorkers(Session session);

    /// <summary>Makes an agent that acts by trained parameters without learning.</summary>
    /// <param name="network">A network with the heads that <see cref="Heads(ActionSpecification)"/> names.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <returns>The agent.</returns>
    public abstract Agent CreateAgent(Network<float> network, ActionSpecification actions);

    /// <summary>The part of the network that an agent needs to act: unless overridden, all of it.</summary>
    /// <param name="network">A network with the algorithm's heads.</param>
    /// <returns>The part.</returns>
    public virtual NetworkPart ActingPart(NetworkStructure network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Whole;
    }

    private protected const string SingleAgentSteps = "single agent steps";
    private protected const string R2d2Instead = ", or the algorithm r2d2";

    /// <summary>Refuses a network with memory, whose state at a past agent step is not stored.</summary>
    /// <param name="network">The network.</param>
    /// <param name="learnsFrom">What the algorithm learns from.</param>
    /// <param name="alternative">What else is expected, after a comma.</param>
    /// <exception cref="InputException">The network has memory.</exception>
    private protected void RefuseMemory(NetworkStructure network, string learnsFrom, string alternative = "")
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!network.IsRecurrent) return;
        throw new InputException(
            $"The network {network.Description.Name} has memory, but {Name} learns from {learnsFrom}; "
            + $"expected a network without memory{alternative}.");
    }

    private static string Names(ActionKind kind)
    {
        var names = new List<string>();
        foreach (Algorithm algorithm in Parts<Algorithm>.All)
        {
            if (algorithm.Chooses(kind)) names.Add(algorithm.Name);
        }

        return string.Join(", ", names);
    }
}

/// <summary>A learning algorithm with the type of its options.</summary>
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
    /// <summary>Makes the learner of one actor-learner.</summary>
    /// <param name="context">The objects that the learner works with.</param>
    /// <returns>The learner.</returns>
    ILearner CreateLearner(AlgorithmContext context);
}

/// <summary>An algorithm of n actor-learners, like those of the paper: each acts, computes gradients and updates θ.</summary>
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

/// <summary>The forward passes of a segment.</summary>
/// <param name="Online">Number of rows that are computed with θ′, including the rows of a bootstrap.</param>
/// <param name="Target">Number of rows that are computed with θ⁻.</param>
/// <param name="RowsPerPass">Number of rows that one pass computes together, so that it reads the weights once for all of them.</param>
/// <param name="Learned">Number of rows of the backward passes; 0 for one row per agent step.</param>
public readonly record struct ForwardPasses(double Online, double Target, double RowsPerPass = 1, double Learned = 0);
