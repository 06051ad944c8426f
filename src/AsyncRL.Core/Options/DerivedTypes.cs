using System.Reflection;

namespace AsyncRL.Core.Options;

/// <summary>The classes of a kind: all public and internal ones that are not abstract, in every loaded assembly.</summary>
/// <typeparam name="T">The class from which they derive.</typeparam>
internal static class DerivedTypes<T>
    where T : class
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<Assembly> Searched = [];
    private static readonly List<Type> Found = [];

    /// <summary>
    /// All classes, those of the assembly of <typeparamref name="T"/> first. Assemblies that were loaded since the last call are searched
    /// too; their classes come last.
    /// </summary>
    internal static IReadOnlyList<Type> All
    {
        get
        {
            lock (Gate)
            {
                foreach (Assembly assembly in (Assembly[])[typeof(T).Assembly, .. AppDomain.CurrentDomain.GetAssemblies()])
                {
                    if (Searched.Add(assembly)) Search(assembly);
                }

                return [.. Found];
            }
        }
    }

    /// <summary>Only assemblies that reference the assembly of <typeparamref name="T"/> can contain such classes.</summary>
    private static void Search(Assembly assembly)
    {
        if (assembly.IsDynamic) return;
        Assembly home = typeof(T).Assembly;
        bool references = assembly == home || Array.Exists(assembly.GetReferencedAssemblies(), r => r.Name == home.GetName().Name);
        if (!references) return;
        foreach (Type type in TypesOf(assembly))
        {
            if (type.IsAbstract || type.ContainsGenericParameters || !type.IsAssignableTo(typeof(T))) continue;

            // An assembly that is also loaded into a context of its own has the same classes again.
            if (!Found.Exists(found => found.AssemblyQualifiedName == type.AssemblyQualifiedName)) Found.Add(type);
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
