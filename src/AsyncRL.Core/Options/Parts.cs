namespace AsyncRL.Core.Options;

/// <summary>The parts of a kind, by name: all public and internal classes of that kind in the loaded assemblies.</summary>
/// <typeparam name="T">The kind, for example an optimizer.</typeparam>
public static class Parts<T>
    where T : Configurable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<Type> Seen = [];
    private static readonly List<T> Found = [];

    /// <summary>All parts, sorted by name. Assemblies that were loaded since the last call are searched too.</summary>
    public static IReadOnlyList<T> All
    {
        get
        {
            lock (Gate)
            {
                foreach (Type type in DerivedTypes<T>.All)
                {
                    bool isNew = Seen.Add(type);
                    if (isNew && type.GetConstructor(Type.EmptyTypes) is not null) Found.Add((T)Activator.CreateInstance(type)!);
                }

                Found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
                return [.. Found];
            }
        }
    }

    /// <summary>Finds a part by its name, without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The part with its default options; null if there is none of that name.</returns>
    public static T? Find(string name)
    {
        foreach (T part in All)
        {
            if (string.Equals(part.Name, name, StringComparison.OrdinalIgnoreCase)) return part;
        }

        return null;
    }
}
