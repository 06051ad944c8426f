using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>Whether a checkpoint's parameters are those of a run's network and optimizer.</summary>
internal static class CheckpointFit
{
    /// <summary>Checks the network and the lengths of what has its layout.</summary>
    /// <exception cref="InputException">They differ.</exception>
    internal static void Check(SelectedCheckpoint selected, TrainingConfiguration configuration)
    {
        (Checkpoint checkpoint, string path) = (selected.Checkpoint, selected.Path);
        string expected = NetworkSignature(configuration);
        if (checkpoint.Network != expected)
            throw new InputException($"The checkpoint {path} is of the network {checkpoint.Network}; expected {expected}.");
        if (checkpoint.Actors.Count != configuration.ActorLearners)
        {
            throw new InputException(
                $"The checkpoint {path} has {checkpoint.Actors.Count} actor-learners; expected {configuration.ActorLearners}.");
        }

        int length = configuration.Network.Layout.BlockLength;
        CheckLength(path, "parameters θ", checkpoint.Theta, length);
        foreach ((string name, float[] target) in checkpoint.Targets) CheckLength(path, $"target parameters {name}", target, length);
        if (checkpoint.Targets.Count != configuration.Algorithm.TargetNetworks)
        {
            throw new InputException(
                $"The checkpoint {path} has {checkpoint.Targets.Count} target networks; "
                + $"expected {configuration.Algorithm.TargetNetworks}.");
        }
    }

    /// <summary>Name, input and layout of a network in one line.</summary>
    internal static string NetworkSignature(TrainingConfiguration configuration) =>
        $"{configuration.Network.Description.Name} on {configuration.Network.Input}: {LayoutOf(configuration.Network)}";

    /// <summary>Names and shapes of a network's parameters in one line.</summary>
    internal static string LayoutOf(NetworkStructure network)
    {
        var slices = new List<string>();
        foreach (ParameterSlice slice in network.Layout.Slices) slices.Add($"{slice.Name}[{string.Join("×", slice.Shape.Dimensions)}]");
        return string.Join(" ", slices);
    }

    private static void CheckLength(string path, string what, float[] values, int expected)
    {
        if (values.Length != expected)
            throw new InputException($"The checkpoint {path} holds {values.Length} numbers of the {what}; expected {expected}.");
    }
}
