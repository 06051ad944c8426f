using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Play;

/// <summary>An environment that a person plays.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Actor">The actor by which the person plays.</param>
internal sealed record HandPlayedTask(string Name, Actor Actor) : IDisposable
{
    /// <summary>Makes an environment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="assignments">Values of its options.</param>
    /// <param name="seed">The seed of its episodes.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InputException">There is no such environment or option, or a value is out of range.</exception>
    internal static HandPlayedTask Create(string name, IReadOnlyDictionary<string, string> assignments, ulong seed)
    {
        EnvironmentDescription description = NamedParts.Environment(name);
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        object options = OptionSet.With(description.DefaultOptions, assignments, known);
        foreach (string assigned in assignments.Keys)
        {
            if (known.Contains(assigned)) continue;
            string kind = $"option of {description.Name}";
            throw new InputException(Names.Unknown(kind, assigned, Options(description), $"asyncrl list {description.Name}"));
        }

        RandomGenerator generator = new RandomGenerator(seed).Split(RandomStreams.PlayByHand);
        return new HandPlayedTask(description.Name, new Actor(description, options, generator));
    }

    /// <summary>Disposes of the environment.</summary>
    public void Dispose() => Actor.Dispose();

    private static List<string> Options(EnvironmentDescription description)
    {
        var names = new List<string>();
        foreach (OptionDescription option in OptionSet.Describe(description.DefaultOptions)) names.Add(option.Name);
        return names;
    }
}
