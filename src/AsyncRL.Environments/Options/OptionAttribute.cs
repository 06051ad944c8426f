namespace AsyncRL.Environments.Options;

/// <summary>Marks a property of an options record as something a user may set by <c>--set name=value</c>.</summary>
/// <param name="name">Its name in lower case with hyphens, "t-max" say.</param>
/// <param name="unit">The unit it counts in, "agent steps" say; empty for a pure number or a word.</param>
/// <param name="meaning">What it does and where its default comes from.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name, string unit, string meaning) : Attribute
{
    /// <summary>Its name in lower case with hyphens.</summary>
    public string Name { get; } = name;

    /// <summary>The unit it counts in.</summary>
    public string Unit { get; } = unit;

    /// <summary>What it does and where its default comes from.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>The smallest number allowed.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number allowed.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The words allowed for a text, separated by spaces; empty for any text.</summary>
    public string Words { get; init; } = "";

    /// <summary>How a text that <see cref="Words"/> cannot list is written, "always or a probability" say.</summary>
    public string Spelling { get; init; } = "a text";
}
