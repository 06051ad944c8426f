namespace AsyncRL.Core.Options;

/// <summary>Marks a property of an options record as an option that a user can set with <c>--set name=value</c>.</summary>
/// <param name="name">Its name in lower case with hyphens, for example "t-max".</param>
/// <param name="unit">The unit of its value, for example "agent steps"; empty for a pure number or a word.</param>
/// <param name="meaning">What it does and where its default comes from.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name, string unit, string meaning) : Attribute
{
    /// <summary>Its name in lower case with hyphens.</summary>
    public string Name { get; } = name;

    /// <summary>The unit of its value.</summary>
    public string Unit { get; } = unit;

    /// <summary>What it does and where its default comes from.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>The smallest number allowed.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number allowed.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The values allowed for a text, separated by spaces; empty for any text.</summary>
    public string AllowedValues { get; init; } = "";

    /// <summary>
    /// The format of the text, if <see cref="AllowedValues"/> cannot list the texts, for example "always or a probability".
    /// </summary>
    public string Format { get; init; } = "a text";

    /// <summary>
    /// The other option that decides whether this one has an effect, and its values with which it has, for example
    /// "replay=proportional rank"; empty if it always has.
    /// </summary>
    public string Needs { get; init; } = "";
}
