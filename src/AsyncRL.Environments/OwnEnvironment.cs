using System.Reflection;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments;

/// <summary>An environment of a user's program, which has a name and no options.</summary>
public sealed class OwnEnvironment : EnvironmentDescription
{
    private readonly Func<RandomGenerator, IEnvironment> _create;

    /// <summary>Describes an environment by the function that makes it.</summary>
    /// <param name="name">Its name: lower case with hyphens.</param>
    /// <param name="create">
    /// Makes an instance; it is called for each actor, for the shapes, and for evaluations. Its argument is the instance's own generator.
    /// </param>
    /// <exception cref="InputException">The name is empty or has other characters than letters, digits and hyphens.</exception>
    public OwnEnvironment(string name, Func<RandomGenerator, IEnvironment> create)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(create);
        if (name.Length == 0 || Array.Exists(name.ToCharArray(), letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
            throw new InputException($"The name of the environment is \"{name}\"; expected letters, digits and hyphens.");
        (Name, _create) = (name, create);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Summary => "an environment of the user's program";

    /// <inheritdoc/>
    public override object DefaultOptions { get; } = new NoEnvironmentOptions();

    /// <summary>
    /// Describes an environment by its type. Instances are made by a public constructor with a <see cref="RandomGenerator"/>, or by the one
    /// without parameters.
    /// </summary>
    /// <param name="type">A class that implements <see cref="IEnvironment"/>.</param>
    /// <returns>The environment, named by the class: "GridWorld" is "grid-world".</returns>
    /// <exception cref="InputException">The class is no environment, or has no such constructor.</exception>
    public static OwnEnvironment Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsAbstract || !type.IsAssignableTo(typeof(IEnvironment)))
            throw new InputException($"The type {type.Name} is no class that implements IEnvironment; expected one.");
        ConstructorInfo? seeded = type.GetConstructor([typeof(RandomGenerator)]), plain = type.GetConstructor(Type.EmptyTypes);
        if (seeded is null && plain is null)
        {
            throw new InputException(
                $"The environment {type.Name} has no public constructor without parameters or with a RandomGenerator; expected one.");
        }

        return new OwnEnvironment(
            NameOf(type), generator => (IEnvironment)(seeded is null ? Make(plain!) : Make(seeded, generator)));
    }

    /// <inheritdoc/>
    public override IEnvironment Create(object options, RandomGenerator generator) => _create(generator);

    /// <summary>Calls a constructor. Its exceptions pass unchanged.</summary>
    private static object Make(ConstructorInfo constructor, params object[] arguments) =>
        constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static string NameOf(Type type)
    {
        var name = new StringBuilder();
        foreach (char letter in type.Name)
        {
            if (char.IsUpper(letter) && name.Length > 0 && !char.IsUpper(name[^1])) name.Append('-');
            if (char.IsAsciiLetterOrDigit(letter)) name.Append(char.ToLowerInvariant(letter));
        }

        return name.Length > 0 ? name.ToString() : "environment";
    }
}

/// <summary>The options of an environment that has none.</summary>
public sealed record NoEnvironmentOptions;
