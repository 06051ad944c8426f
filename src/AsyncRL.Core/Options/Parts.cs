using System.Reflection;

namespace AsyncRL.Core.Options;

/// <summary>The parts of a kind, by name: all public and internal classes of that kind in the loaded assemblies.</summary>
/// <typeparam name="T">The kind, for example an optimizer.</typeparam>
public static class Parts<T>
    where T : Configurable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<Assembly> Searched = [];
    private static readonly List<T> Found = [];

    /// <summary>All parts, sorted by name. Assemblies that were loaded since the last call are searched too.</summary>
    public static IReadOnlyList<T> All
    {
        get
        {
            lock (Gate)
            {
                foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
                {
                    if (Searched.Add(assembly)) Search(assembly);
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

    /// <summary>Only assemblies that reference the kind's own assembly can contain such parts.</summary>
    private static void Search(Assembly assembly)
    {
        if (assembly.IsDynamic) return;
        Assembly home = typeof(T).Assembly;
        bool references = assembly == home || Array.Exists(assembly.GetReferencedAssemblies(), r => r.Name == home.GetName().Name);
        if (!references) return;
        foreach (Type type in TypesOf(assembly))
        {
            bool canBeMade = !type.IsAbstract && type.IsAssignableTo(typeof(T)) && type.GetConstructor(Type.EmptyTypes) is not null;
            if (canBeMade) Found.Add((T)Activator.CreateInstance(type)!);
        }
    }

    /// <summary>The types of an assembly that can be loaded; others reference assemblies that are not there.</summary>
    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException incomplete)
        {
            return Array.FindAll(incomplete.Types, type => type is not null)!;
        }
    }
}
