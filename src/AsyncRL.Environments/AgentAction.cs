namespace AsyncRL.Environments;

/// <summary>
/// An action that is passed to an environment: a choice, or a vector in the caller's memory. An <see cref="int"/> and a span of floats are
/// converted to it implicitly.
/// </summary>
public readonly ref struct AgentAction
{
    private const int None = -1;

    private AgentAction(int choice, ReadOnlySpan<float> values)
    {
        Choice = choice;
        Values = values;
    }

    /// <summary>The choice, from 0; −1 if the action is a vector.</summary>
    public int Choice { get; }

    /// <summary>The vector; empty if the action is a choice.</summary>
    public ReadOnlySpan<float> Values { get; }

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
    public static AgentAction FromChoice(int choice) => new(choice, default);

    /// <summary>A vector as an action.</summary>
    /// <param name="values">The vector; it is not copied.</param>
    /// <returns>The action.</returns>
    public static AgentAction FromValues(ReadOnlySpan<float> values) => new(None, values);
}
