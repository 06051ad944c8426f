using System.Collections.Immutable;
using System.CommandLine;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>An option that takes names, "a3c,ppo"; the default array if it is not given.</summary>
internal sealed class NamesOption : Option<ImmutableArray<string>>, IExpectingOption
{
    /// <summary>Describes the option.</summary>
    /// <param name="name">Its name with two hyphens.</param>
    /// <param name="things">What the names are of: "algorithms".</param>
    /// <param name="example">An example of a value.</param>
    /// <param name="description">What it does.</param>
    internal NamesOption(string name, string things, string example, string description)
        : base(name)
    {
        HelpName = "NAME,NAME,…";
        Description = description;
        Expected = $"names of {things}, each once, with commas between them, such as {example}";
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (Read(text) is { } names) return names;
            argument.AddError($"The option {name} is \"{text}\"; expected {Expected}.");
            return default;
        };
    }

    public string Expected { get; }

    private static ImmutableArray<string>? Read(string text)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (string part in text.Split(','))
        {
            string name = part.Trim();
            if (name.Length == 0 || Names.Match(name, names) is not null) return null;
            names.Add(name);
        }

        return names.ToImmutable();
    }
}
