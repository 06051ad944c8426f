using System.CommandLine;

namespace AsyncRL.Cli.Parsing;

/// <summary>An option that takes a text; null if it is not given.</summary>
internal sealed class TextOption : Option<string?>, IExpectingOption
{
    /// <summary>Describes the option.</summary>
    /// <param name="name">Its name with two hyphens.</param>
    /// <param name="valueName">What help calls its value.</param>
    /// <param name="expected">What values it takes.</param>
    /// <param name="description">What it does.</param>
    internal TextOption(string name, string valueName, string expected, string description)
        : base(name)
    {
        HelpName = valueName;
        Description = description;
        Expected = expected;
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (!string.IsNullOrWhiteSpace(text)) return text;
            argument.AddError($"The option {name} is \"{text}\"; expected {expected}.");
            return null;
        };
    }

    public string Expected { get; }
}
