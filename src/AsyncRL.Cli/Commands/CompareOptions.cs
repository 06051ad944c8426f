using System.Collections.Immutable;
using System.CommandLine;
using AsyncRL.Cli.Comparisons;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Scores;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Commands;

/// <summary>The options of <c>asyncrl compare</c>.</summary>
internal sealed class CompareOptions
{
    private static readonly ImmutableArray<ulong> DefaultSeeds = [1, 2, 3, 4, 5];

    internal Option<bool> Json { get; } = JsonOption.Create();

    private Argument<string[]> Runs { get; } = new("RUN")
    {
        Description = "Directories of finished runs, or directories that hold some at any depth. With them nothing is trained.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private TextOption By { get; } = new(
        "--by", "OPTION", "an option of the runs, such as learning-rate",
        "Of finished runs: group them by this option alone. Default: runs that differ only in their seed are a group.");

    private NumberOption<long> At { get; } = new(
        "--at", "N", "Of finished runs: the score is the mean return of the latest 100 training episodes at agent step N.", 1);

    private TextOption Score { get; } = new(
        "--score", "SCORE", RunScore.Expected,
        "Of finished runs: final (mean return of the final evaluation; the default), area (mean of the learning curve over the agent "
            + "steps) or time-to:BAR (agent steps until the mean return of the latest 100 training episodes is BAR).");

    private NumberOption<int> Best { get; } = new(
        "--best", "N", "Of finished runs, with --by: score each group over its best N settings, which differ in more than the seed.", 1);

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

    private Option[] OfTraining => [Algorithms, Environments, Seeds, Threads, AgentSteps, Set, Output];

    private Option[] OfFinishedRuns => [By, At, Score, Best];

    /// <summary>Adds the options to the command.</summary>
    /// <param name="command">The command.</param>
    internal void AddTo(Command command)
    {
        command.Add(Runs);
        foreach (Option option in (Option[])[.. OfTraining, .. OfFinishedRuns, Json]) command.Add(option);
    }

    /// <summary>Reads the comparison of finished runs.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The comparison; null if no directory is named, so that runs are to be trained.</returns>
    /// <exception cref="InputException">Options of both kinds are given, nothing is given, or there is no such score.</exception>
    internal FinishedRunsComparison? ReadFinishedRuns(ParseResult parsed)
    {
        string[] directories = parsed.GetValue(Runs) ?? [];
        if (directories.Length == 0)
        {
            if (FindGiven(parsed, OfFinishedRuns) is { } alone)
                throw new InputException($"The option {alone} is one of finished runs; expected their directories before it.");
            if (FindGiven(parsed, OfTraining) is null)
            {
                throw new InputException(
                    $"There is nothing to compare; expected directories of finished runs, or {Algorithms.Name}, {Environments.Name} "
                    + $"and {Output.Name} to train some.");
            }

            return null;
        }

        if (FindGiven(parsed, OfTraining) is { } given)
            throw new InputException($"The option {given} trains runs; expected either it or directories of finished runs.");
        if (parsed.GetResult(At) is not null && parsed.GetResult(Score) is not null)
            throw new InputException($"The options {At.Name} and {Score.Name} both say what the score is; expected one of them.");
        RunScore score = parsed.GetValue(At) is { } agentStep ? RunScore.At(agentStep) : RunScore.Read(parsed.GetValue(Score) ?? "final");
        if (parsed.GetValue(Best) is not null && parsed.GetValue(By) is null)
        {
            throw new InputException(
                $"The option {Best.Name} is given without {By.Name}, so that a group has one setting; expected {By.Name} with an option of "
                + "the runs.");
        }

        return new FinishedRunsComparison(directories, parsed.GetValue(By), parsed.GetValue(Best), score);
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

    private static string? FindGiven(ParseResult parsed, Option[] options)
    {
        foreach (Option option in options)
        {
            if (parsed.GetResult(option) is not null) return option.Name;
        }

        return null;
    }

    private static ImmutableArray<string> ReadNames(ParseResult parsed, NamesOption option)
    {
        ImmutableArray<string> names = parsed.GetValue(option);
        return names.IsDefault ? throw Missing(option.Name, option.Expected) : names;
    }

    private static InputException Missing(string name, string expected) => new($"The option {name} is missing; expected {expected}.");
}
