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

    /// <summary>The words allowed for a text, separated by spaces; empty for any text.</summary>
    public string Words { get; init; } = "";

    /// <summary>The allowed texts in words, if <see cref="Words"/> cannot list them, for example "always or a probability".</summary>
    public string Spelling { get; init; } = "a text";
}
