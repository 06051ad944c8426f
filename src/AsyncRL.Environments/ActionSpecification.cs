using System.Globalization;

namespace AsyncRL.Environments;

/// <summary>What an agent's action is.</summary>
public enum ActionKind
{
    /// <summary>One of a number of choices.</summary>
    Discrete,

    /// <summary>A vector of real numbers.</summary>
    Continuous,
}

/// <summary>What an agent may do.</summary>
/// <param name="Kind">A choice or a vector.</param>
/// <param name="Count">Choices, numbered from 0; or the length of the vector.</param>
/// <param name="Low">The smallest number of a vector that has an effect of its own; below it the environment clips.</param>
/// <param name="High">The largest number of a vector that has an effect of its own; above it the environment clips.</param>
public readonly record struct ActionSpecification(ActionKind Kind, int Count, float Low, float High)
{
    /// <summary>
    /// [<see cref="Count"/>]: what the choices are called, in lower case ("left", "fire"); null where they have only numbers. Names are for
    /// people: two specifications that differ in them alone are equal.
    /// </summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>A choice.</summary>
    /// <param name="count">Choices, numbered from 0.</param>
    /// <returns>The specification.</returns>
    public static ActionSpecification Discrete(int count) => new(ActionKind.Discrete, count, 0, count - 1);

    /// <summary>A choice among actions that have names.</summary>
    /// <param name="names">
    /// Their names, the first that of choice 0. Who plays by hand finds these on the keys: left, right, up, down, fire, forward, backward,
    /// turn-left, turn-right; and takes no-op or stay where no key is pressed.
    /// </param>
    /// <returns>The specification.</returns>
    public static ActionSpecification Discrete(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Discrete(names.Length) with { Names = names };
    }

    /// <summary>A vector, every number of it within the same bounds.</summary>
    /// <param name="dimensions">Its length.</param>
    /// <param name="low">The smallest number, −∞ for no bound.</param>
    /// <param name="high">The largest number, +∞ for no bound.</param>
    /// <returns>The specification.</returns>
    public static ActionSpecification Continuous(int dimensions, float low, float high) =>
        new(ActionKind.Continuous, dimensions, low, high);

    /// <summary>What a choice is called: its name, or its number where it has none.</summary>
    /// <param name="choice">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The name.</returns>
    public string NameOf(int choice) => Names?[choice] ?? choice.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// What a choice is called, cut in the middle where that is too long: "accelerate-left" and "accelerate-right" stay apart.
    /// </summary>
    /// <param name="choice">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="letters">The most letters, at least 3.</param>
    /// <returns>The name, or its beginning, an ellipsis and its end.</returns>
    public string NameOf(int choice, int letters)
    {
        string name = NameOf(choice);
        if (name.Length <= letters) return name;
        int end = letters / 2;
        return name[..(letters - end - 1)] + "…" + name[^end..];
    }

    /// <inheritdoc/>
    public bool Equals(ActionSpecification other) =>
        (Kind, Count, Low, High).Equals((other.Kind, other.Count, other.Low, other.High));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Count, Low, High);

    /// <summary>For people: "3", "1 real number from -2 to 2".</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        if (Kind == ActionKind.Discrete) return $"{Count}";
        string numbers = Count == 1 ? "1 real number" : $"{Count} real numbers";
        return float.IsFinite(Low) && float.IsFinite(High) ? $"{numbers} from {Low} to {High}" : numbers;
    }
}
