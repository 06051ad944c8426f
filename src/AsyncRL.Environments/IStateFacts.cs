using AsyncRL.Environments.Normalization;

namespace AsyncRL.Environments;

/// <summary>
/// Named numbers of an environment's state, for people: the height of a ball, the air that is left. Pictures of an agent color its states
/// by them. An environment implements the interface if it has such numbers; agents never see them.
/// </summary>
public interface IStateFacts
{
    /// <summary>The names of the numbers, always the same, in the order in which they are read.</summary>
    IReadOnlyList<StateFact> Facts { get; }

    /// <summary>Reads the numbers of the present state, also of the last one of an episode.</summary>
    /// <param name="values">[<see cref="Facts"/>], overwritten.</param>
    void ReadFacts(Span<double> values);

    /// <summary>Finds the numbers of an environment that wrappers may be around.</summary>
    /// <param name="environment">The environment.</param>
    /// <returns>The innermost environment, if it has numbers; otherwise null.</returns>
    static IStateFacts? Of(IEnvironment environment)
    {
        while (environment is Wrapper wrapper) environment = wrapper.Inner;
        return environment as IStateFacts;
    }
}

/// <summary>
/// An environment whose observation follows from its facts, so that it can be shown for states that no episode went through. Pictures of
/// such a task show the whole value function.
/// </summary>
public interface IStateMap : IStateFacts
{
    /// <summary>
    /// The two facts that a map shows, by their index: the one across and the one upwards. All others are in their middle.
    /// </summary>
    (int Across, int Up) Axes { get; }

    /// <summary>
    /// Finds the function that makes the observation of a state, in an environment that wrappers may be around. It normalizes observations
    /// if a wrapper does.
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <returns>The function; null if the environment has none, or a wrapper shows observations of another shape.</returns>
    static StateObserver? ObserverOf(IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (IStateFacts.Of(environment) is not IStateMap map) return null;
        NormalizedObservations? normalized = null;
        IEnvironment inner = environment;
        for (; inner is Wrapper wrapper; inner = wrapper.Inner) normalized ??= wrapper as NormalizedObservations;
        if (inner.Observation != environment.Observation) return null;
        if (normalized is null) return map.ShowState;
        var raw = new Observation(inner.Observation);
        return (values, observation) =>
        {
            map.ShowState(values, raw);
            normalized.Normalize(raw.Values, observation.Values);
        };
    }

    /// <summary>Makes the observation of a state. The episode that is running, if any, does not change.</summary>
    /// <param name="values">[facts]: each within its range.</param>
    /// <param name="observation">Receives the observation.</param>
    void ShowState(ReadOnlySpan<double> values, Observation observation);

    /// <summary>
    /// The states before a state on the shortest way to it from the start of an episode. An agent with memory is shown them first. Null,
    /// unless overridden: there are many ways, so that a state does not tell what the agent remembers.
    /// </summary>
    /// <param name="values">[facts]: the state.</param>
    /// <returns>[facts] of each state before it, the start first; empty for the start.</returns>
    IReadOnlyList<double[]>? StatesBefore(ReadOnlySpan<double> values) => null;
}

/// <summary>Makes the observation of a state.</summary>
/// <param name="values">[facts].</param>
/// <param name="observation">Receives the observation.</param>
public delegate void StateObserver(ReadOnlySpan<double> values, Observation observation);

/// <summary>A named number of an environment's state.</summary>
/// <param name="Name">Its name in a few words with its unit, for example "angle (rad)".</param>
/// <param name="Low">The smallest number that a picture shows.</param>
/// <param name="High">The largest number that a picture shows.</param>
/// <param name="IsWhole">Whether it is a whole number.</param>
public readonly record struct StateFact(string Name, double Low, double High, bool IsWhole = false);
