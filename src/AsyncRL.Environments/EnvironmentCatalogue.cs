using System.Reflection;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments;

/// <summary>The environments by name: those of this assembly, found by type, and those that a program adds.</summary>
public static class EnvironmentCatalogue
{
    private static readonly Lock Gate = new();
    private static List<EnvironmentDescription> _all = Discover();

    /// <summary>Every environment, by name.</summary>
    public static IReadOnlyList<EnvironmentDescription> All => Volatile.Read(ref _all);

    /// <summary>Adds an environment of a user's program, so that the command and runs find it by its name.</summary>
    /// <param name="environment">The environment. One of the same name that was added before is replaced.</param>
    /// <exception cref="InputException">A built-in environment has that name.</exception>
    public static void Add(EnvironmentDescription environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        lock (Gate)
        {
            List<EnvironmentDescription> next = [.. _all];
            if (Find(environment.Name) is { } known)
            {
                if (known.GetType().Assembly == Assembly.GetExecutingAssembly() && known is not OwnEnvironment)
                    throw new InputException($"The name {environment.Name} is that of a built-in environment; expected another name.");
                next.Remove(known);
            }

            next.Add(environment);
            next.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            Volatile.Write(ref _all, next);
        }
    }

    /// <summary>Finds an environment by its name, or by another name of the same task, without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The environment, or null if none has that name.</returns>
    public static EnvironmentDescription? Find(string name)
    {
        foreach (EnvironmentDescription description in All)
        {
            if (Names.Match(name, [description.Name, .. description.OtherNames]) is not null) return description;
        }

        return null;
    }

    private static List<EnvironmentDescription> Discover()
    {
        var found = new List<EnvironmentDescription>();
        foreach (Type type in Assembly.GetExecutingAssembly().GetTypes())
        {
            bool canBeMade = !type.IsAbstract && type.IsAssignableTo(typeof(EnvironmentDescription))
                && type.GetConstructor(Type.EmptyTypes) is not null;
            if (canBeMade) found.Add((EnvironmentDescription)Activator.CreateInstance(type)!);
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }
}
