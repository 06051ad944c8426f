using System.Globalization;

namespace AsyncRL.Environments;

/// <summary>The kind of an agent's action.</summary>
public enum ActionKind
{
    /// <summary>One of a number of choices.</summary>
    Discrete,

    /// <summary>A vector of real numbers.</summary>
    Continuous,

    /// <summary>Several choices at once, one in each dimension.</summary>
    MultiDiscrete,
}

/// <summary>The actions that an agent can take.</summary>
/// <remarks>
/// The bounds and the numbers of choices are arrays that copies share. An environment makes its specification once, because agent steps
/// must not allocate.
/// </remarks>
public readonly struct ActionSpecification : IEquatable<ActionSpecification>
{
    private readonly float[]? _low;
    private readonly float[]? _high;
    private readonly int[]? _choices;

    private ActionSpecification(ActionKind kind, int count, float[]? low = null, float[]? high = null, int[]? choices = null) =>
        (Kind, Count, _low, _high, _choices) = (kind, count, low, high, choices);

    /// <summary>One choice, a vector, or several choices.</summary>
    public ActionKind Kind { get; }

    /// <summary>The number of choices, which are numbered from 0; or the length of the vector; or the number of choices at once.</summary>
    public int Count { get; }

    /// <summary>
    /// [<see cref="Count"/>] of a vector: the smallest effective value of each number, −∞ for no bound. The environment clips smaller
    /// values to it. Empty for choices.
    /// </summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>
    /// [<see cref="Count"/>] of a vector: the largest effective value of each number, +∞ for no bound. The environment clips larger values
    /// to it. Empty for choices.
    /// </summary>
    public ReadOnlySpan<float> High => _high;

    /// <summary>[<see cref="Count"/>] of several choices: the number of choices in each dimension. Empty for the other kinds.</summary>
    public ReadOnlySpan<int> Choices => _choices;

    /// <summary>
    /// [<see cref="Count"/>]: the names of the choices in lower case ("left", "fire"), or null if they have only numbers. Names are for
    /// people: two specifications that differ only in their names are equal.
    /// </summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The number of choices of all dimensions together; the length of a vector.</summary>
    public int TotalCount
    {
        get
        {
            if (Kind != ActionKind.MultiDiscrete) return Count;
            int total = 0;
            foreach (int count in Choices) total = checked(total + count);
            return total;
        }
    }

    /// <summary>A choice.</summary>
    /// <param name="count">Choices, numbered from 0.</param>
    /// <returns>The specification.</returns>
    public static ActionSpecification Discrete(int count) => new(ActionKind.Discrete, count);

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
    public static ActionSpecification Continuous(int dimensions, float low, float high)
    {
        (float[] lows, float[] highs) = (new float[dimensions], new float[dimensions]);
        Array.Fill(lows, low);
        Array.Fill(highs, high);
        return new ActionSpecification(ActionKind.Continuous, dimensions, lows, highs);
    }

    /// <summary>A vector, each of whose numbers has bounds of its own.</summary>
    /// <param name="low">[d]: the smallest value of each number, −∞ for no bound. It is copied.</param>
    /// <param name="high">[d]: the largest value of each number, +∞ for no bound. It is copied.</param>
    /// <returns>The specification.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ActionSpecification Continuous(ReadOnlySpan<float> low, ReadOnlySpan<float> high)
    {
        if (low.Length != high.Length)
        {
            throw new ArgumentException(
                $"There are {high.Length} largest values; expected {low.Length}, one for each smallest.", nameof(high));
        }

        return new ActionSpecification(ActionKind.Continuous, low.Length, low.ToArray(), high.ToArray());
    }

    /// <summary>Several choices at once.</summary>
    /// <param name="choices">The number of choices in each dimension. It is copied.</param>
    /// <returns>The specification.</returns>
    public static ActionSpecification MultiDiscrete(params ReadOnlySpan<int> choices) =>
        new(ActionKind.MultiDiscrete, choices.Length, choices: choices.ToArray());

    /// <summary>
    /// Refuses an action that is none of these. Numbers beyond the bounds of a vector are actions; the environment clips them.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such choice, or a number of a vector is NaN.</exception>
    /// <exception cref="ArgumentException">A vector, or several choices, have another length.</exception>
    public void Check(AgentAction action)
    {
        switch (Kind)
        {
            case ActionKind.Discrete when (uint)action.Choice >= (uint)Count:
                throw new ArgumentOutOfRangeException(
                    nameof(action), action.Choice, $"Expected a choice from 0 to {Count - 1}.");
            case ActionKind.Continuous:
                if (action.Values.Length != Count)
                    throw new ArgumentException($"The action has {action.Values.Length} numbers; expected {Count}.", nameof(action));
                foreach (float value in action.Values)
                {
                    if (!float.IsNaN(value)) continue;
                    throw new ArgumentOutOfRangeException(nameof(action), "The action holds NaN; expected numbers.");
                }

                break;
            case ActionKind.MultiDiscrete:
                if (action.Choices.Length != Count)
                    throw new ArgumentException($"The action has {action.Choices.Length} choices; expected {Count}.", nameof(action));
                for (int i = 0; i < Count; i++)
                {
                    if ((uint)action.Choices[i] < (uint)_choices![i]) continue;
                    throw new ArgumentOutOfRangeException(
                        nameof(action), action.Choices[i], $"Expected a choice from 0 to {_choices[i] - 1} in dimension {i}.");
                }

                break;
        }
    }

    /// <summary>Whether all numbers of a vector have the same bounds.</summary>
    private bool HasCommonBounds =>
        !Low[1..].ContainsAnyExcept(Low[0]) && !High[1..].ContainsAnyExcept(High[0]);

    /// <summary>
    /// The name of a choice, or its number if it has no name. Of several choices at once: the dimension and the number, "1:0".
    /// </summary>
    /// <param name="choice">
    /// From 0 to <see cref="TotalCount"/> − 1. The choices of a dimension follow those of the dimension before.
    /// </param>
    /// <returns>The name.</returns>
    public string NameOf(int choice)
    {
        if (Names?[choice] is { } name) return name;
        for (int i = 0; i < Choices.Length; i++)
        {
            if (choice < Choices[i]) return string.Create(CultureInfo.InvariantCulture, $"{i}:{choice}");
            choice -= Choices[i];
        }

        return choice.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The name of a choice, shortened in the middle if it is too long: "accelerate-left" and "accelerate-right" stay distinguishable.
    /// </summary>
    /// <param name="choice">From 0 to <see cref="TotalCount"/> − 1.</param>
    /// <param name="letters">The most letters, at least 3.</param>
    /// <returns>The name, or its beginning, an ellipsis and its end.</returns>
    public string NameOf(int choice, int letters)
    {
        string name = NameOf(choice);
        if (name.Length <= letters) return name;
        int end = letters / 2;
        return name[..(letters - end - 1)] + "…" + name[^end..];
    }

    /// <summary>Whether two specifications are equal, whatever their names.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(ActionSpecification left, ActionSpecification right) => left.Equals(right);

    /// <summary>Whether two specifications differ, whatever their names.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(ActionSpecification left, ActionSpecification right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ActionSpecification other) =>
        (Kind, Count) == (other.Kind, other.Count)
        && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High) && Choices.SequenceEqual(other.Choices);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActionSpecification other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Count);

    /// <summary>A text for people, such as "3", "1 real number from -2 to 2" or "choices of 3 and 5".</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        if (Kind == ActionKind.Discrete) return $"{Count}";
        if (Kind == ActionKind.MultiDiscrete) return $"choices of {string.Join(" and ", _choices ?? [])}";
        string numbers = Count == 1 ? "1 real number" : $"{Count} real numbers";
        if (Count == 0) return numbers;
        if (!HasCommonBounds) return $"{numbers} with bounds of their own";
        return float.IsFinite(Low[0]) && float.IsFinite(High[0]) ? $"{numbers} from {Low[0]} to {High[0]}" : numbers;
    }
}
