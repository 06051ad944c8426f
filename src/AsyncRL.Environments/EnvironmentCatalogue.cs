using System.Reflection;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments;

/// <summary>The environments of this assembly that it finds by type.</summary>
public static class EnvironmentCatalogue
{
    /// <summary>Every environment, by name.</summary>
    public static IReadOnlyList<EnvironmentDescription> All { get; } = Discover();

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
            if (!type.IsAbstract && type.IsAssignableTo(typeof(EnvironmentDescription)))
                found.Add((EnvironmentDescription)Activator.CreateInstance(type)!);
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }
}
