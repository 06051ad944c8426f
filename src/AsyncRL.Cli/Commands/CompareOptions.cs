using System.Collections.Immutable;
using System.CommandLine;
using AsyncRL.Cli.Comparisons;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Commands;

/// <summary>The options of <c>asyncrl compare</c>.</summary>
internal sealed class CompareOptions
{
    private static readonly ImmutableArray<ulong> DefaultSeeds = [1, 2, 3, 4, 5];

    internal Option<bool> Json { get; } = JsonOption.Create();

    private NamesOption Algorithms { get; } = new(
        "--algorithms", "algorithms", "a3c,ppo", "The algorithms; each must be able to learn every environment.");

    private NamesOption Environments { get; } = new("--environments", "environments", "catch,cartpole", "The environments.");

    private SeedsOption Seeds { get; } = new("The seeds; each algorithm has a run for each seed. Default: 1..5.");

    private ThreadCountsOption Threads { get; } = new("--threads", "The numbers of threads. Default: one per processor.");

    private NumberOption<long> AgentSteps { get; } = new(
        "--agent-steps", "N", "Agent steps of every run. Default: those of the preset of the environment.", 1);

    private Option<string[]> Set { get; } = new("--set")
    {
        HelpName = "OPTION=VALUE",
        Description = "Set an option of all runs; repeatable.",
    };

    private TextOption Output { get; } = new(
        "--output", "DIR", "a directory", "Directory of the page, the charts and the runs; a comparison in it is continued.");

    /// <summary>Adds the options to the command.</summary>
    /// <param name="command">The command.</param>
    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Algorithms, Environments, Seeds, Threads, AgentSteps, Set, Output, Json]) command.Add(option);
    }

    /// <summary>Reads the comparison.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="InputException">An option is missing, or an assignment is malformed.</exception>
    internal ComparisonRequest ReadRequest(ParseResult parsed)
    {
        ImmutableArray<ulong> seeds = parsed.GetValue(Seeds);
        ImmutableArray<int> threads = parsed.GetValue(Threads);
        return new ComparisonRequest
        {
            Algorithms = ReadNames(parsed, Algorithms),
            Environments = ReadNames(parsed, Environments),
            Seeds = seeds.IsDefault ? DefaultSeeds : seeds,
            Threads = threads.IsDefault ? [System.Environment.ProcessorCount] : threads,
            AgentSteps = parsed.GetValue(AgentSteps),
            Assignments = Assignments.Read(parsed.GetValue(Set) ?? []),
            Output = parsed.GetValue(Output) ?? throw Missing(Output.Name, Output.Expected),
        };
    }

    /// <summary>Writes the command line of a comparison, with all defaults that depend on the machine.</summary>
    /// <param name="request">The comparison.</param>
    /// <returns>The command line, without the directory.</returns>
    internal string CommandLineOf(ComparisonRequest request)
    {
        string line = $"{OwnCommand.Default} {CompareCommand.CommandName} {Algorithms.Name} {string.Join(',', request.Algorithms)} "
            + $"{Environments.Name} {string.Join(',', request.Environments)} {Seeds.Name} {string.Join(',', request.Seeds)} "
            + $"{Threads.Name} {string.Join(',', request.Threads)}";
        if (request.AgentSteps is { } steps) line += $" {AgentSteps.Name} {steps}";
        foreach ((string name, string value) in request.Assignments) line += $" {Set.Name} {NumberText.Quoted($"{name}={value}")}";
        return $"{line} {Output.Name} DIR";
    }

    private static ImmutableArray<string> ReadNames(ParseResult parsed, NamesOption option)
    {
        ImmutableArray<string> names = parsed.GetValue(option);
        return names.IsDefault ? throw Missing(option.Name, option.Expected) : names;
    }

    private static InputException Missing(string name, string expected) => new($"The option {name} is missing; expected {expected}.");
}
