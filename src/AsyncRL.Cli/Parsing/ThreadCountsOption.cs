using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace AsyncRL.Cli.Parsing;

/// <summary>An option that takes numbers of threads, "1,2,4"; the default array if it is not given.</summary>
internal sealed class ThreadCountsOption : Option<ImmutableArray<int>>, IExpectingOption
{
    private const int Most = 1024;

    /// <summary>Describes the option.</summary>
    /// <param name="name">Its name with two hyphens.</param>
    /// <param name="description">What it does.</param>
    internal ThreadCountsOption(string name, string description)
        : base(name)
    {
        HelpName = "N,N,…";
        Description = description;
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (Read(text) is { } counts) return counts;
            argument.AddError($"The option {name} is \"{text}\"; expected {Expected}.");
            return default;
        };
    }

    public string Expected => $"whole numbers from 1 to {Most}, each once, with commas between them";

    private static ImmutableArray<int>? Read(string text)
    {
        var counts = ImmutableArray.CreateBuilder<int>();
        foreach (string part in text.Split(','))
        {
            bool isNumber = int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count);
            if (!isNumber || count is < 1 or > Most || counts.Contains(count)) return null;
            counts.Add(count);
        }

        return counts.ToImmutable();
    }
}
