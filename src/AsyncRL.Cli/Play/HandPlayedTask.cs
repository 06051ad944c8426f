using AsyncRL.Environments;
using AsyncRL.Environments.Options;
using AsyncRL.Randomness;
using AsyncRL.Training.Actors;

namespace AsyncRL.Cli.Play;

/// <summary>An environment that a person plays.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Actor">The person's side of it.</param>
internal sealed record HandPlayedTask(string Name, Actor Actor)
{
    // Beside the streams of actor-learners, of evaluations and of agents that are watched.
    private const ulong Stream = 1ul << 42;

    /// <summary>Makes an environment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="assignments">Values of its options.</param>
    /// <param name="seed">The seed of its episodes.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InputException">There is no such environment or option, or a value is out of range.</exception>
    internal static HandPlayedTask Create(string name, IReadOnlyDictionary<string, string> assignments, ulong seed)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(name) ?? throw Unknown("environment", name, Environments());
        var known = new HashSet<string>();
        object options = OptionSet.With(description.DefaultOptions, assignments, known);
        foreach (string assigned in assignments.Keys)
        {
            if (!known.Contains(assigned)) throw Unknown($"option of {name}", assigned, Options(description));
        }

        return new HandPlayedTask(name, new Actor(description, options, new RandomGenerator(seed).Split(Stream)));
    }

    private static InputException Unknown(string what, string name, IEnumerable<string> expected) =>
        new($"There is no {what} \"{name}\"; expected one of {string.Join(", ", expected)}.");

    private static IEnumerable<string> Environments()
    {
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All) yield return description.Name;
    }

    private static IEnumerable<string> Options(EnvironmentDescription description)
    {
        foreach (OptionDescription option in OptionSet.Describe(description.DefaultOptions)) yield return option.Name;
    }
}
