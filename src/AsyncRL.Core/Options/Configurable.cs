using System.Reflection;

namespace AsyncRL.Core.Options;

/// <summary>
/// A part of a run that has a name and options: an optimizer, an algorithm. Derive from the part's generic base in any assembly;
/// <see cref="Parts{T}"/> finds the class by its type and makes it by its constructor without parameters.
/// </summary>
public abstract class Configurable
{
    /// <summary>Its name on the command line and in files.</summary>
    public abstract string Name { get; }

    /// <summary>What it is and its source, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Its options: a record whose properties carry <see cref="OptionAttribute"/>.</summary>
    public abstract object AllOptions { get; }

    /// <summary>Copies the part with other options.</summary>
    /// <param name="options">An object of the type of <see cref="AllOptions"/>.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="ArgumentException">The options have another type.</exception>
    public Configurable With(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Type expected = AllOptions.GetType();
        if (!expected.IsInstanceOfType(options))
            throw new ArgumentException($"The options are {options.GetType().Name}; expected {expected.Name}.", nameof(options));
        var copy = (Configurable)MemberwiseClone();
        PropertyInfo property = copy.GetType().GetProperty("Options")
            ?? throw new InvalidOperationException($"{copy.GetType().Name} has no property Options; expected one that can be initialized.");
        property.SetValue(copy, options);
        return copy;
    }
}

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
