using AsyncRL.Environments;
using AsyncRL.Environments.Options;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Parsing;

/// <summary>Everything that <c>--set</c> can set somewhere.</summary>
internal static class SettableOptions
{
    /// <summary>Whether some environment, some algorithm, the optimisers or the run have an option of a name.</summary>
    /// <param name="name">The name without hyphens in front.</param>
    /// <returns>Whether there is one.</returns>
    internal static bool Contains(string name)
    {
        var records = new List<object> { new OptimizerOptions(), new RunOptions() };
        foreach (EnvironmentDescription environment in EnvironmentCatalogue.All) records.Add(environment.DefaultOptions);
        foreach (AlgorithmDescription algorithm in AlgorithmDescription.All) records.Add(algorithm.DefaultOptions);
        foreach (object record in records)
        {
            foreach (OptionDescription option in OptionSet.Describe(record))
            {
                if (option.Name == name) return true;
            }
        }

        return false;
    }
}
