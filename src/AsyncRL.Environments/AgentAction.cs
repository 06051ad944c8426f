namespace AsyncRL.Environments;

/// <summary>
/// An action that is passed to an environment: a choice, or a vector or several choices in the caller's memory. An <see cref="int"/> and a
/// span of floats are converted to it implicitly.
/// </summary>
public readonly ref struct AgentAction
{
    private const int None = -1;

    private AgentAction(int choice, ReadOnlySpan<float> values = default, ReadOnlySpan<int> choices = default)
    {
        Choice = choice;
        Values = values;
        Choices = choices;
    }

    /// <summary>The choice, from 0; −1 if the action is a vector or several choices.</summary>
    public int Choice { get; }

    /// <summary>The vector; empty if the action is no vector.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Several choices, one in each dimension, each from 0; empty if the action is of another kind.</summary>
    public ReadOnlySpan<int> Choices { get; }

    /// <summary>A choice as an action.</summary>
    /// <param name="choice">The choice, from 0.</param>
    public static implicit operator AgentAction(int choice) => FromChoice(choice);

    /// <summary>A vector as an action.</summary>
    /// <param name="values">The vector; it is not copied.</param>
    public static implicit operator AgentAction(ReadOnlySpan<float> values) => FromValues(values);

    /// <inheritdoc cref="op_Implicit(ReadOnlySpan{float})"/>
    public static implicit operator AgentAction(Span<float> values) => FromValues(values);

    /// <summary>A choice as an action.</summary>
    /// <param name="choice">The choice, from 0.</param>
    /// <returns>The action.</returns>
    public static AgentAction FromChoice(int choice) => new(choice);

    /// <summary>A vector as an action.</summary>
    /// <param name="values">The vector; it is not copied.</param>
    /// <returns>The action.</returns>
    public static AgentAction FromValues(ReadOnlySpan<float> values) => new(None, values);

    /// <summary>Several choices as an action.</summary>
    /// <param name="choices">The choice in each dimension, from 0; not copied.</param>
    /// <returns>The action.</returns>
    public static AgentAction FromChoices(ReadOnlySpan<int> choices) => new(None, choices: choices);
}
