using System.CommandLine;
using System.CommandLine.Parsing;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Parsing;

/// <summary>
/// What to say of an option that a command lacks and that <c>--set</c> may know: only what the environment and the algorithm on the command
/// line really have is recommended.
/// </summary>
internal static class RunOptionAdvice
{
    private const string AlgorithmOption = "--algorithm";

    /// <summary>Finds the advice.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">The option as it was typed.</param>
    /// <returns>The second half of the sentence; null if no environment, algorithm or run has such an option.</returns>
    internal static string? Find(ParseResult parsed, string name)
    {
        string bare = name.TrimStart('-');
        EnvironmentDescription? environment = EnvironmentIn(parsed);
        if (environment is null) return Names.Match(bare, AllOptions()) is { } known ? $"expected --set {known}=VALUE." : null;
        Algorithm? algorithm = AlgorithmIn(parsed) ?? Parts<Algorithm>.Find(Preset.For(environment.Name).Algorithm);
        if (algorithm is null) return null;
        if (Names.Match(bare, NamedParts.OptionsOf(environment, algorithm)) is { } option) return $"expected --set {option}=VALUE.";
        List<string> owners = NamedParts.OwnersOf(bare);
        return owners.Count == 0
            ? null
            : $"{environment.Name} with {algorithm.Name} has no option of that name for --set (it belongs to {string.Join(", ", owners)}).";
    }

    private static EnvironmentDescription? EnvironmentIn(ParseResult parsed)
    {
        foreach (Token token in parsed.Tokens)
        {
            if (token.Type == TokenType.Argument && EnvironmentCatalogue.Find(token.Value) is { } environment) return environment;
        }

        return null;
    }

    private static Algorithm? AlgorithmIn(ParseResult parsed)
    {
        for (int i = 1; i < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i - 1].Value == AlgorithmOption) return Parts<Algorithm>.Find(parsed.Tokens[i].Value);
        }

        return null;
    }

    private static IEnumerable<string> AllOptions()
    {
        var records = new List<object> { new NetworkOptions(), new OptimizerOptions(), new RunOptions(), new WrapperOptions() };
        foreach (EnvironmentDescription environment in EnvironmentCatalogue.All) records.Add(environment.DefaultOptions);
        foreach (Algorithm algorithm in Parts<Algorithm>.All) records.Add(algorithm.AllOptions);
        foreach (object record in records)
        {
            foreach (OptionDescription option in OptionSet.Describe(record)) yield return option.Name;
        }
    }
}
