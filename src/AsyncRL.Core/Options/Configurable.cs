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
