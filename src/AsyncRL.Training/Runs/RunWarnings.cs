using System.Globalization;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Warnings about a valid run that may not learn: an environment and an algorithm without known settings, a network without memory for a
/// task that needs memory, batches and intervals that are too long for the run, and options that have no effect.
/// </summary>
internal static class RunWarnings
{
    private const int FewestTargets = 10;

    /// <summary>Makes the warnings about a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="preset">The preset that the run is based on.</param>
    /// <param name="given">The names of the options that the user has set.</param>
    /// <returns>The warnings, a sentence each; empty if there are none.</returns>
    internal static IReadOnlyList<string> Of(TrainingConfiguration configuration, Preset preset, IEnumerable<string> given)
    {
        var warnings = new List<string>();
        AddPreset(warnings, configuration, preset);
        AddMemory(warnings, configuration);
        AddBinding(warnings, configuration);
        AddFirstUpdate(warnings, configuration);
        if (configuration.AlgorithmOptions is ActionValueOptions options) AddLengths(warnings, configuration, options);
        AddWithoutEffect(warnings, configuration, given);
        return warnings;
    }

    private static void AddPreset(List<string> warnings, TrainingConfiguration configuration, Preset preset)
    {
        if (!preset.IsKnown)
        {
            warnings.Add(
                $"No settings are known for {configuration.Algorithm.Name} on {configuration.Environment.Name}; the run uses the defaults "
                + $"of all options that are not set{FurtherDefaults(configuration, preset)}.");
        }
        else if (preset.Caveat is { } caveat)
        {
            warnings.Add(caveat);
        }

        if (configuration.ActorsOfAllGroups > preset.MostActors)
        {
            warnings.Add(
                $"The settings of {configuration.Algorithm.Name} on {configuration.Environment.Name} are known to learn with up to "
                + $"{preset.MostActors} actor-learners; the run has {configuration.ActorsOfAllGroups}.");
        }
    }

    /// <summary>The network and the agent steps, as a part of a sentence, if they are the defaults too.</summary>
    private static string FurtherDefaults(TrainingConfiguration configuration, Preset preset)
    {
        string network = configuration.Network.Description.Name, steps = $" and {Count(configuration.AgentSteps)} agent steps";
        return (network == preset.Network, configuration.AgentSteps == preset.AgentSteps) switch
        {
            (true, true) => $", the network {network}{steps}",
            (true, false) => $" and the network {network}",
            (false, true) => steps,
            _ => "",
        };
    }

    private static void AddMemory(List<string> warnings, TrainingConfiguration configuration)
    {
        if (configuration.Network.IsRecurrent || !configuration.Environment.NeedsMemory(configuration.EnvironmentOptions)) return;
        warnings.Add(
            $"The network {configuration.Network.Description.Name} has no memory, but {configuration.Environment.Name} with these options "
            + $"needs memory; networks with memory are {string.Join(", ", RecurrentNetworks())}.");
    }

    private static void AddBinding(List<string> warnings, TrainingConfiguration configuration)
    {
        if (configuration.Run.Pin && ThreadPlaces.Refusal is { } refusal)
            warnings.Add($"The threads run where the system puts them. {refusal}");
    }

    private static void AddFirstUpdate(List<string> warnings, TrainingConfiguration configuration)
    {
        (Algorithm algorithm, int threads) = (configuration.Algorithm, configuration.ActorLearners);
        long needed = algorithm.AgentStepsBeforeUpdate(threads);
        if (needed <= configuration.AgentSteps) return;
        string advice = SizeOptions.Advice(algorithm, changed => changed.AgentStepsBeforeUpdate(threads)) is { } smaller
            ? $", or {smaller}" : "";
        warnings.Add(
            $"The first update of {algorithm.Name} may come only after {Count(needed)} agent steps, but the run has "
            + $"{Count(configuration.AgentSteps)}, so that it may end without any update; expected more agent steps{advice}.");
    }

    private static void AddWithoutEffect(List<string> warnings, TrainingConfiguration configuration, IEnumerable<string> given)
    {
        var names = new HashSet<string>(given, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string present, string needed) in OptionSet.WithoutEffect(configuration.AlgorithmOptions))
        {
            if (names.Contains(name)) warnings.Add($"The option {name} has no effect with {present}; it needs {needed}.");
        }
    }

    private static void AddLengths(List<string> warnings, TrainingConfiguration configuration, ActionValueOptions options)
    {
        (int frames, long steps) = (configuration.FramesPerAgentStep, configuration.AgentSteps);
        double fall = Exploration.FallOf(options, frames, steps);
        if (fall > steps)
        {
            warnings.Add(
                $"The option exploration-frames lets ε fall over {Count((long)fall)} agent steps, but the run has {Count(steps)}: most "
                + "actions stay random until its end.");
        }

        double targets = (double)steps * frames / options.TargetInterval;
        if (targets < FewestTargets)
        {
            warnings.Add(
                $"The option target-interval updates the target network every {Count(options.TargetInterval)} frames, which is "
                + $"{Count((long)targets)} times in the {Count(steps * frames)} frames of the run; "
                + $"at least {FewestTargets} times are usual.");
        }
    }

    private static List<string> RecurrentNetworks()
    {
        var names = new List<string>();
        foreach (NetworkDescription network in NetworkCatalogue.All)
        {
            foreach (LayerDescription layer in network.Trunk)
            {
                if (layer is LongShortTermMemory) names.Add(network.Name);
            }
        }

        return names;
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
