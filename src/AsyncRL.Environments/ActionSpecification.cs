using System.Globalization;

namespace AsyncRL.Environments;

/// <summary>The kind of an agent's action.</summary>
public enum ActionKind
{
    /// <summary>One of a number of choices.</summary>
    Discrete,

    /// <summary>A vector of real numbers.</summary>
    Continuous,
}

/// <summary>The actions that an agent can take.</summary>
/// <param name="Kind">A choice or a vector.</param>
/// <param name="Count">Choices, numbered from 0; or the length of the vector.</param>
/// <param name="Low">The smallest effective value of each number of a vector. The environment clips smaller values to it.</param>
/// <param name="High">The largest effective value of each number of a vector. The environment clips larger values to it.</param>
public readonly record struct ActionSpecification(ActionKind Kind, int Count, float Low, float High)
{
    /// <summary>
    /// [<see cref="Count"/>]: the names of the choices in lower case ("left", "fire"), or null if they have only numbers. Names are for
    /// people: two specifications that differ only in their names are equal.
    /// </summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>A choice.</summary>
    /// <param name="count">Choices, numbered from 0.</param>
    /// <returns>The specification.</returns>
    public static ActionSpecification Discrete(int count) => new(ActionKind.Discrete, count, 0, count - 1);

    /// <summary>A choice among actions that have names.</summary>
    /// <param name="names">
    /// The names; the first is that of choice 0. For play by hand these names are assigned to keys: left, right, up, down, fire, forward,
    /// backward, turn-left, turn-right. The choice no-op or stay is taken if no key is pressed.
    /// </param>
    /// <returns>The specification.</returns>
    public static ActionSpecification Discrete(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Discrete(names.Length) with { Names = names };
    }

    /// <summary>A vector, all of whose numbers have the same bounds.</summary>
    /// <param name="dimensions">Its length.</param>
    /// <param name="low">The smallest number, −∞ for no bound.</param>
    /// <param name="high">The largest number, +∞ for no bound.</param>
    /// <returns>The specification.</returns>
    public static ActionSpecification Continuous(int dimensions, float low, float high) =>
        new(ActionKind.Continuous, dimensions, low, high);

    /// <summary>The name of a choice, or its number if it has no name.</summary>
    /// <param name="choice">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The name.</returns>
    public string NameOf(int choice) => Names?[choice] ?? choice.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The name of a choice, shortened in the middle if it is too long: "accelerate-left" and "accelerate-right" stay distinguishable.
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

    /// <summary>A text for people, such as "3" or "1 real number from -2 to 2".</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        if (Kind == ActionKind.Discrete) return $"{Count}";
        string numbers = Count == 1 ? "1 real number" : $"{Count} real numbers";
        return float.IsFinite(Low) && float.IsFinite(High) ? $"{numbers} from {Low} to {High}" : numbers;
    }
}
