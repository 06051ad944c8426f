using AsyncRL.Algorithms.Acting;
using AsyncRL.Cli.Parsing;
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
        (EnvironmentDescription description, object options) = NamedEnvironment.Read(name, assignments);
        RandomGenerator generator = new RandomGenerator(seed).Split(RandomStreams.PlayByHand);
        return new HandPlayedTask(description.Name, new Actor(description, options, generator));
    }

    /// <summary>Disposes of the environment.</summary>
    public void Dispose() => Actor.Dispose();
}
