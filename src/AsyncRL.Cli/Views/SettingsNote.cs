using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>Says when a run's network is not the one for which the environment's settings were found.</summary>
internal static class SettingsNote
{
    /// <summary>Makes the sentence.</summary>
    /// <param name="configuration">The run.</param>
    /// <returns>The sentence; null if the network has the layers of the preset's, or where there is no preset.</returns>
    internal static string? OnNetwork(TrainingConfiguration configuration)
    {
        (string environment, string algorithm) = (configuration.Environment.Name, configuration.Algorithm.Name);
        Preset preset = Preset.For(environment, algorithm);
        if (!preset.IsKnown) return null;
        NetworkDescription network = configuration.Network.Description, known = NamedParts.Network(preset.Network);
        known = OptionSet.With(new NetworkOptions(), preset.Assignments, new HashSet<string>()).Resize(known);
        if (network.Trunk.AsSpan().SequenceEqual(known.Trunk.AsSpan())) return null;

        // A network that was given other sizes keeps its name: then the layers tell the two apart.
        bool namesDiffer = network.Name != known.Name;
        return $"Note: the settings of {algorithm} on {environment} were found for the network {NameOf(known)}; "
            + $"they were not found for {NameOf(network)}, whose learning rate may have to be another.";

        string NameOf(NetworkDescription description) => namesDiffer ? description.Name : $"{description.Name} ({description})";
    }
}
