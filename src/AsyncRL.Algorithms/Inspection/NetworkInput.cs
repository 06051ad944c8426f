using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>Everything that the outputs of a network for one observation depend on, besides θ.</summary>
/// <param name="Observation">[input]: the observation as the network takes it.</param>
/// <param name="Side">The numbers beside the observation; empty if there are none.</param>
/// <param name="Memory">
/// The states of the layers with memory before the observation, in the order of the layers; empty without memory.
/// </param>
public sealed record NetworkInput(float[] Observation, float[] Side, float[] Memory)
{
    /// <summary>Copies the input of a network of one sequence, before its forward pass.</summary>
    /// <param name="activations">Activations of one sequence, which contain the observation in row 0.</param>
    /// <returns>The copy.</returns>
    public static NetworkInput Of(Activations<float> activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        var memory = new List<float>();
        for (int node = 0; node < activations.Structure.Nodes.Length; node++) memory.AddRange(activations.InitialState(node));
        return new NetworkInput(activations.Input(0).ToArray(), activations.Side(0).ToArray(), [.. memory]);
    }

    /// <summary>Writes the input as that of step 0 of a sequence.</summary>
    /// <param name="activations">Activations of the same network and part.</param>
    /// <param name="sequence">The sequence.</param>
    public void Write(Activations<float> activations, int sequence)
    {
        ArgumentNullException.ThrowIfNull(activations);
        Observation.CopyTo(activations.Input(sequence));
        Side.CopyTo(activations.Side(sequence));
        ReadOnlySpan<float> rest = Memory;
        for (int node = 0; node < activations.Structure.Nodes.Length && rest.Length > 0; node++)
        {
            Span<float> states = activations.InitialState(node);
            int length = states.Length / activations.Sequences;
            rest[..length].CopyTo(states.Slice(sequence * length, length));
            rest = rest[length..];
        }
    }
}
