using System.Globalization;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Comparisons;

/// <summary>A row of a comparison: an algorithm on an environment with a number of threads, and a run for each seed.</summary>
internal sealed class ComparisonRow
{
    private readonly ComparisonRequest _request;
    private readonly TrainingRequest _training;

    /// <summary>Resolves the row.</summary>
    /// <param name="request">The comparison.</param>
    /// <param name="environment">The environment, as the user named it.</param>
    /// <param name="algorithm">Name of the algorithm.</param>
    /// <param name="threads">Number of threads.</param>
    /// <exception cref="InputException">The algorithm cannot be trained on the environment with these settings.</exception>
    internal ComparisonRow(ComparisonRequest request, string environment, string algorithm, int threads)
    {
        string name = NamedParts.Environment(environment).Name;
        (_request, Threads) = (request, threads);
        _training = new TrainingRequest
        {
            Environment = environment,
            Algorithm = algorithm,
            Threads = threads,
            AgentSteps = request.AgentSteps ?? Preset.For(name).AgentSteps,
            Assignments = request.Assignments,
        };
        Preset = Preset.For(name, algorithm);
        try
        {
            Configuration = Configure(request.Seeds[0]);
        }
        catch (InputException problem)
        {
            string text = NumberText.Count(threads, "thread");
            throw new InputException($"The comparison cannot train {algorithm} on {name} with {text}: {problem.Message}", problem);
        }
    }

    /// <summary>The run of the first seed.</summary>
    internal TrainingConfiguration Configuration { get; }

    /// <summary>Number of threads.</summary>
    internal int Threads { get; }

    /// <summary>Name of the environment.</summary>
    internal string Environment => Configuration.Environment.Name;

    /// <summary>Name of the algorithm.</summary>
    internal string Algorithm => Configuration.Algorithm.Name;

    /// <summary>The settings: those of a preset, or the defaults.</summary>
    internal Preset Preset { get; }

    /// <summary>The row's name for the progress: "a3c on catch, 2 threads".</summary>
    internal string Title => $"{Algorithm} on {Environment}, {NumberText.Count(Threads, "thread")}";

    /// <summary>Resolves the run of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The run.</returns>
    internal TrainingConfiguration Configure(ulong seed) => TrainingConfiguration.Resolve(_training with { Seed = seed });

    /// <summary>The directory of a run, relative to that of the comparison.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <returns>The path, with slashes on every system.</returns>
    internal string RelativePathOf(ulong seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment}/{Algorithm}-threads-{Threads}/seed-{seed}");

    /// <summary>The directory of a run.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <returns>The path.</returns>
    internal string PathOf(ulong seed) => Path.Combine(_request.Output, Path.Combine(RelativePathOf(seed).Split('/')));

    /// <summary>Opens the directory of a run that was begun earlier.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <returns>The directory; null if the run was not begun.</returns>
    internal RunDirectory? Find(ulong seed)
    {
        string path = PathOf(seed);
        return File.Exists(Path.Combine(path, Parsing.RunPath.Manifest)) ? RunDirectory.Open(path) : null;
    }

    /// <summary>Makes sure that the runs that were begun earlier have the settings of this comparison.</summary>
    /// <exception cref="InputException">A run has other settings.</exception>
    internal void CheckEarlierRuns()
    {
        foreach (ulong seed in _request.Seeds)
        {
            using RunDirectory? directory = Find(seed);
            if (directory is not null) FinishedRun.CheckSettings(directory, Configure(seed));
        }
    }
}
