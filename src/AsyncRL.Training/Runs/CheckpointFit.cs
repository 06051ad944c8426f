using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>Whether a checkpoint's parameters are those of a run's network.</summary>
internal static class CheckpointFit
{
    /// <summary>Checks the network and the length of θ. Each part of the run checks its own section when it is restored.</summary>
    /// <exception cref="InputException">The network or the length differs.</exception>
    internal static void Check(CheckpointFile file, TrainingConfiguration configuration)
    {
        string expected = NetworkSignature(configuration);
        if (file.Checkpoint.Network != expected)
            throw new InputException($"The checkpoint {file.Path} is of the network {file.Checkpoint.Network}; expected {expected}.");
        long length = (long)configuration.Network.Layout.BlockLength * sizeof(float);
        if (file.ThetaLength != length)
            throw new InputException($"The checkpoint {file.Path} holds {file.ThetaLength} bytes of the parameters θ; expected {length}.");
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
}
