using System.CommandLine;
using System.CommandLine.Parsing;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Parsing;

/// <summary>
/// What to say of an option that a command lacks and that <c>--set</c> may know: only what the environment, the algorithm and the
/// optimizer on the command line really have is recommended.
/// </summary>
internal static class RunOptionAdvice
{
    private const string AlgorithmOption = "--algorithm", OptimizerSetting = "optimizer=";

    /// <summary>Finds the advice.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">The option as it was typed.</param>
    /// <returns>The second half of the sentence; null if nothing has such an option.</returns>
    internal static string? Find(ParseResult parsed, string name)
    {
        string bare = name.TrimStart('-');
        EnvironmentDescription? environment = EnvironmentIn(parsed);
        if (environment is null) return Names.Match(bare, NamedParts.AllOptions()) is { } known ? $"expected --set {known}=VALUE." : null;
        Algorithm? algorithm = AlgorithmIn(parsed) ?? Parts<Algorithm>.Find(Preset.For(environment.Name).Algorithm);
        if (algorithm is null) return null;
        Optimizer? optimizer = OptimizerIn(parsed, environment, algorithm);
        IReadOnlyList<string> options = NamedParts.OptionsOf(environment, algorithm, optimizer);
        if (Names.Match(bare, options) is { } option) return $"expected --set {option}=VALUE.";
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

    /// <summary>The optimizer that the command line sets, else that of the preset.</summary>
    private static Optimizer? OptimizerIn(ParseResult parsed, EnvironmentDescription environment, Algorithm algorithm)
    {
        foreach (Token token in parsed.Tokens)
        {
            if (token.Value.StartsWith(OptimizerSetting, StringComparison.OrdinalIgnoreCase))
                return Parts<Optimizer>.Find(token.Value[OptimizerSetting.Length..]);
        }

        return Preset.For(environment.Name, algorithm.Name).Assignments.TryGetValue("optimizer", out string? name)
            ? Parts<Optimizer>.Find(name) : null;
    }
}
