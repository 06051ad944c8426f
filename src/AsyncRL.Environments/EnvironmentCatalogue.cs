using System.Reflection;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments;

/// <summary>
/// The environments by name: those of this assembly, found by type, those that a program adds, and families of environments.
/// </summary>
public static class EnvironmentCatalogue
{
    private static readonly Lock Gate = new();
    private static List<EnvironmentDescription> _all = Discover();
    private static List<EnvironmentFamily> _families = [];

    /// <summary>Every environment, by name.</summary>
    public static IReadOnlyList<EnvironmentDescription> All => Volatile.Read(ref _all);

    /// <summary>The families that were added, in the order in which they were added.</summary>
    public static IReadOnlyList<EnvironmentFamily> Families => Volatile.Read(ref _families);

    /// <summary>Adds a family of environments, whose names begin with its prefix.</summary>
    /// <param name="family">The family. One of the same prefix that was added before is replaced.</param>
    public static void Add(EnvironmentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        lock (Gate) Volatile.Write(ref _families, [.. _families.FindAll(known => known.Prefix != family.Prefix), family]);
    }

    /// <summary>Finds the family that a name belongs to.</summary>
    /// <param name="name">The name of an environment.</param>
    /// <returns>The family; null if no family has the name's prefix.</returns>
    public static EnvironmentFamily? FamilyOf(string name)
    {
        foreach (EnvironmentFamily family in Families)
        {
            if (family.Has(name)) return family;
        }

        return null;
    }

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
    /// <exception cref="InputException">A family has the name's prefix, but the rest of the name is wrong.</exception>
    public static EnvironmentDescription? Find(string name)
    {
        if (FamilyOf(name) is { } family) return family.Find(name);
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

/// <summary>
/// Environments of another program, for example those of Gymnasium, whose names begin with a prefix: "gymnasium:CartPole-v1". The program
/// of the family is touched only when a name with its prefix is looked up.
/// </summary>
/// <param name="prefix">The first part of the names, with the colon.</param>
/// <param name="form">The form of the names, for lists: "gymnasium:ID".</param>
/// <param name="summary">A sentence that describes the family.</param>
/// <param name="describe">Makes the description of an environment from the rest of its name.</param>
/// <param name="state">Looks whether the family can be used on this machine, and gives the answer in one line.</param>
public sealed class EnvironmentFamily(
    string prefix, string form, string summary, Func<string, EnvironmentDescription> describe, Func<string> state)
{
    /// <summary>The first part of the names, with the colon.</summary>
    public string Prefix => prefix;

    /// <summary>The form of the names, for lists: "gymnasium:ID".</summary>
    public string Form => form;

    /// <summary>A sentence that describes the family.</summary>
    public string Summary => summary;

    /// <summary>Whether a name begins with the prefix, or is the prefix without its colon, without regard to case.</summary>
    /// <param name="name">The name of an environment.</param>
    /// <returns>Whether it does.</returns>
    public bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            || name.Equals(prefix.TrimEnd(':'), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Describes an environment of the family. Whether it exists is found out when it is created.</summary>
    /// <param name="name">Its name, with the prefix. The prefix alone is the name of nothing, or of a usual environment.</param>
    /// <returns>The description.</returns>
    /// <exception cref="Core.Options.InputException">The rest of the name is wrong.</exception>
    public EnvironmentDescription Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return describe(name.Length > prefix.Length ? name[prefix.Length..] : "");
    }

    /// <summary>Looks whether the family can be used on this machine; this may start a program.</summary>
    /// <returns>The answer in one line: "usable: …", or what is missing and the command that mends it.</returns>
    public string FindState() => state();
}
