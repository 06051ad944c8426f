using System.Collections.Immutable;
using System.Reflection;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Profiling;

namespace AsyncRL.Training.Algorithms;

/// <summary>An algorithm by its name. Derive from it beside the algorithm: the command line and the smoke tests find it by type.</summary>
public abstract class AlgorithmDescription
{
    /// <summary>Every algorithm of this assembly, by name.</summary>
    public static IReadOnlyList<AlgorithmDescription> All { get; } = Discover();

    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in a sentence, with its source.</summary>
    public abstract string Summary { get; }

    /// <summary>Its options with their defaults.</summary>
    public abstract object DefaultOptions { get; }

    /// <summary>Finds an algorithm by its name, without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The algorithm, or null if none has that name.</returns>
    public static AlgorithmDescription? Find(string name)
    {
        foreach (AlgorithmDescription description in All)
        {
            if (string.Equals(description.Name, name, StringComparison.OrdinalIgnoreCase)) return description;
        }

        return null;
    }

    /// <summary>The actions that it chooses.</summary>
    public virtual ActionKind Actions => ActionKind.Discrete;

    /// <summary>Whether it keeps a target network θ⁻.</summary>
    public virtual bool UsesTargetNetwork => false;

    /// <summary>The outputs that it needs of a network.</summary>
    /// <param name="actions">What the environment takes.</param>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <returns>The heads.</returns>
    public abstract ImmutableArray<HeadDescription> Heads(ActionSpecification actions, object options);

    /// <summary>Checks that it can learn a task.</summary>
    /// <param name="environment">An instance of the task.</param>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <exception cref="InputException">It cannot; the message says why.</exception>
    public virtual void Check(IEnvironment environment, object options)
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
    /// Counts the forward passes of a segment; as actor-critic does, unless overridden: one for each action, and one for the bootstrap.
    /// </summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <param name="isRecurrent">Whether the network has memory.</param>
    /// <param name="agentSteps">Agent steps of the segment.</param>
    /// <returns>The passes.</returns>
    public virtual ForwardPasses CountPasses(object options, bool isRecurrent, double agentSteps) => new(agentSteps + 1, 0);

    /// <summary>The largest number of agent steps of a segment, whose rows one actor-learner keeps.</summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <param name="longestEpisode">Agent steps that no episode exceeds; null where none is known.</param>
    /// <returns>The agent steps.</returns>
    internal abstract int LongestSegment(object options, int? longestEpisode);

    /// <summary>Makes one actor-learner's algorithm.</summary>
    /// <param name="context">What it works with.</param>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <returns>The algorithm.</returns>
    internal abstract ISegmentAlgorithm Create(AlgorithmContext context, object options);

    /// <summary>Makes an agent that acts by trained parameters without learning.</summary>
    /// <param name="network">A network with the heads that <see cref="Heads"/> names.</param>
    /// <param name="actions">What the environment takes.</param>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <returns>The agent.</returns>
    public abstract Agent CreateAgent(Network<float> network, ActionSpecification actions, object options);

    private static string Names(ActionKind kind)
    {
        var names = new List<string>();
        foreach (AlgorithmDescription description in All)
        {
            if (description.Actions == kind) names.Add(description.Name);
        }

        return string.Join(", ", names);
    }

    private static List<AlgorithmDescription> Discover()
    {
        var found = new List<AlgorithmDescription>();
        foreach (Type type in Assembly.GetExecutingAssembly().GetTypes())
        {
            if (!type.IsAbstract && type.IsAssignableTo(typeof(AlgorithmDescription)))
                found.Add((AlgorithmDescription)Activator.CreateInstance(type)!);
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }
}
