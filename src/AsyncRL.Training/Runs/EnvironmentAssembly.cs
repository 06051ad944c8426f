using System.Reflection;
using System.Runtime.Loader;
using AsyncRL.Core.Options;
using AsyncRL.Environments;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Loads an environment from a user's assembly, named as "MyAssembly.dll:MyEnvironment". The assembly is loaded into a context of its own.
/// Therefore it can use its own versions of all libraries except AsyncRL's.
/// </summary>
internal static class EnvironmentAssembly
{
    private const string Ending = ".dll";

    private static readonly Lock Gate = new();

    /// <summary>
    /// The loaded assemblies by file and time of the last write. A file is loaded again only after it has been built again, because a
    /// loaded assembly stays in memory.
    /// </summary>
    private static readonly Dictionary<(string Path, DateTime Written), Assembly> Loaded = [];

    /// <summary>Whether a name has the form "FILE.dll:TYPE".</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether the name has this form.</returns>
    public static bool IsNamed(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Contains(Ending + ":", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a name is that of an assembly's file, without a type.</summary>
    internal static bool IsFile(string name) => name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes the message about an assembly without a type, with the environments of the assembly.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">There is no such file, or it is no assembly.</exception>
    internal static InputException MissingType(string file)
    {
        string path = Existing(file);
        List<string> names = EnvironmentsOf(Open(path)).ConvertAll(type => $"{file}:{type.Name}");
        return new InputException(names.Count == 0
            ? $"The assembly {path} has no class that implements IEnvironment; expected FILE.dll:TYPE with such a class."
            : $"The name {file} has no type; expected one of {string.Join(", ", names)}.");
    }

    /// <summary>Loads an environment and adds it to the catalogue.</summary>
    /// <param name="name">"FILE.dll:TYPE"; the type with or without its namespace.</param>
    /// <returns>The environment, and the name with the file's full path, by which it can be loaded again.</returns>
    /// <exception cref="InputException">There is no such file or type, or the type is not an environment.</exception>
    public static (EnvironmentDescription Environment, string Name) Load(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int end = name.IndexOf(Ending + ":", StringComparison.OrdinalIgnoreCase) + Ending.Length;
        (string path, string typeName) = (Existing(name[..end]), name[(end + 1)..]);
        Type type = Find(Open(path), typeName, path);
        EnvironmentDescription environment = type.IsAssignableTo(typeof(EnvironmentDescription))
            ? (EnvironmentDescription)Activator.CreateInstance(type)!
            : OwnEnvironment.Of(type);
        EnvironmentCatalogue.Add(environment);
        return (environment, $"{path}:{type.FullName}");
    }

    /// <summary>Loads an assembly, or finds it among those that were loaded.</summary>
    internal static Assembly Open(string path)
    {
        try
        {
            lock (Gate)
            {
                (string, DateTime) key = (path, File.GetLastWriteTimeUtc(path));
                if (!Loaded.TryGetValue(key, out Assembly? assembly))
                    Loaded.Add(key, assembly = new Context(path).LoadFromAssemblyPath(path));
                return assembly;
            }
        }
        catch (Exception problem) when (problem is BadImageFormatException or FileLoadException)
        {
            throw new InputException($"The file {path} cannot be loaded as an assembly: {problem.Message}", problem);
        }
    }

    private static Type Find(Assembly assembly, string name, string path)
    {
        List<Type> environments = EnvironmentsOf(assembly);
        if (environments.Find(type => type.FullName == name || type.Name == name) is { } found) return found;
        if (environments.Count == 0)
            throw new InputException($"The assembly {path} has no class that implements IEnvironment; expected one named {name}.");
        string advice = Names.Advice(name, environments.ConvertAll(type => type.Name));
        throw new InputException($"The assembly {path} has no environment \"{name}\"; {advice}");
    }

    private static List<Type> EnvironmentsOf(Assembly assembly)
    {
        var environments = new List<Type>();
        foreach (Type type in assembly.GetTypes())
        {
            bool isEnvironment = !type.IsAbstract
                && (type.IsAssignableTo(typeof(IEnvironment)) || type.IsAssignableTo(typeof(EnvironmentDescription)));
            if (isEnvironment) environments.Add(type);
        }

        return environments;
    }

    private static string Existing(string file)
    {
        string path = Path.GetFullPath(file);
        if (File.Exists(path)) return path;
        throw new InputException($"There is no file {path}; expected an assembly with an environment.");
    }

    /// <summary>Loads an assembly's references from its own directory, except those of AsyncRL, which are the program's.</summary>
    private sealed class Context(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            bool isOurs = assemblyName.Name is { } name
                && (name.StartsWith("AsyncRL", StringComparison.Ordinal) || name.Equals("asyncrl", StringComparison.Ordinal));
            string? file = isOurs ? null : _resolver.ResolveAssemblyToPath(assemblyName);
            return file is null ? null : LoadFromAssemblyPath(file);
        }
    }
}
