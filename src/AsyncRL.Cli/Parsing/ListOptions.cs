using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
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

/// <summary>The option --seeds, which takes seeds and ranges of seeds, "1..10" or "1,3,7"; the default array if it is not given.</summary>
internal sealed class SeedsOption : Option<ImmutableArray<ulong>>, IExpectingOption
{
    private const string OptionName = "--seeds";
    private const string Range = "..";
    private const int Most = 1000;

    /// <summary>Describes the option.</summary>
    /// <param name="description">What it does.</param>
    internal SeedsOption(string description)
        : base(OptionName)
    {
        HelpName = "A..B|S,S,…";
        Description = description;
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (Read(text) is { } seeds) return seeds;
            argument.AddError($"The option {OptionName} is \"{text}\"; expected {Expected}.");
            return default;
        };
    }

    public string Expected => ExpectedText;

    /// <summary>What a text of seeds is.</summary>
    internal static string ExpectedText { get; } = $"at most {Most} seeds from 0 on, each once, such as 1..10 or 1,3,7";

    /// <summary>Reads seeds.</summary>
    /// <param name="text">Seeds and ranges of seeds.</param>
    /// <returns>The seeds; null if the text is malformed, names a seed twice, or names too many.</returns>
    internal static ImmutableArray<ulong>? Read(string text)
    {
        var seeds = ImmutableArray.CreateBuilder<ulong>();
        var seen = new HashSet<ulong>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split(Range);
            if (ends.Length > 2 || !TryRead(ends[0], out ulong first) || !TryRead(ends[^1], out ulong last)) return null;
            if (last < first || last - first >= Most) return null;
            for (ulong offset = 0; offset <= last - first; offset++)
            {
                if (!seen.Add(first + offset) || seen.Count > Most) return null;
                seeds.Add(first + offset);
            }
        }

        return seeds.ToImmutable();
    }

    private static bool TryRead(string text, out ulong seed) =>
        ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}

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
