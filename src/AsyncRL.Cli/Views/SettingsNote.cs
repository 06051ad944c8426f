using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>The note about a run whose network is not the one for which the environment's settings were found.</summary>
internal static class SettingsNote
{
    /// <summary>Makes the sentence.</summary>
    /// <param name="configuration">The run.</param>
    /// <returns>The sentence; null if the network is the preset's, or if there is no preset.</returns>
    internal static string? OnNetwork(TrainingConfiguration configuration)
    {
        (string environment, string algorithm) = (configuration.Environment.Name, configuration.Algorithm.Name);
        string network = configuration.Network.Description.Name;
        Preset preset = Preset.For(environment, algorithm);
        return !preset.IsKnown || preset.Network == network
            ? null
            : $"Note: The settings of {algorithm} on {environment} were found for the network {preset.Network}; "
                + $"the network {network} may need another learning rate.";
    }
}
