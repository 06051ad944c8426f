using System.Collections.Immutable;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Comparisons;

/// <summary>A comparison: each algorithm on each environment, with each number of threads and each seed.</summary>
internal sealed record ComparisonRequest
{
    /// <summary>Names of the environments.</summary>
    internal required ImmutableArray<string> Environments { get; init; }

    /// <summary>Names of the algorithms.</summary>
    internal required ImmutableArray<string> Algorithms { get; init; }

    /// <summary>Numbers of threads.</summary>
    internal required ImmutableArray<int> Threads { get; init; }

    /// <summary>The seeds.</summary>
    internal required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>Agent steps of each run; null for those of the environment's preset.</summary>
    internal long? AgentSteps { get; init; }

    /// <summary>Options of all runs: texts by name.</summary>
    internal required IReadOnlyDictionary<string, string> Assignments { get; init; }

    /// <summary>The directory of the comparison, as the user wrote it.</summary>
    internal required string Output { get; init; }

    /// <summary>Resolves the rows of the comparison, in the order of environments, algorithms and numbers of threads.</summary>
    /// <returns>The rows.</returns>
    /// <exception cref="InputException">
    /// A name does not exist or occurs twice, or an algorithm cannot be trained on an environment.
    /// </exception>
    internal ImmutableArray<ComparisonRow> Resolve()
    {
        string[] algorithms = Array.ConvertAll([.. Algorithms], name => NamedParts.Algorithm(name).Name);
        string[] environments = Array.ConvertAll([.. Environments], name => NamedParts.Environment(name).Name);
        RefuseTwice("environment", environments);
        var rows = ImmutableArray.CreateBuilder<ComparisonRow>();
        foreach (string environment in Environments)
        {
            foreach (string algorithm in algorithms)
            {
                foreach (int threads in Threads) rows.Add(new ComparisonRow(this, environment, algorithm, threads));
            }
        }

        return rows.ToImmutable();
    }

    /// <summary>An environment has several names, so that different words may name the same one.</summary>
    private static void RefuseTwice(string thing, string[] names)
    {
        var seen = new HashSet<string>();
        foreach (string name in names)
        {
            if (!seen.Add(name)) throw new InputException($"The {thing} {name} is given twice; expected each {thing} once.");
        }
    }
}
