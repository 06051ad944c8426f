using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>The states of a network's layers with memory for a number of sequences, without any rows of activations.</summary>
internal sealed class SequenceStates
{
    private readonly int[] _lengths;
    private readonly float[][] _states;

    /// <summary>Makes states of 0.</summary>
    /// <param name="network">The network.</param>
    /// <param name="sequences">Number of sequences.</param>
    internal SequenceStates(NetworkStructure network, int sequences)
    {
        (_lengths, _states) = (new int[network.Nodes.Length], new float[network.Nodes.Length][]);
        for (int i = 0; i < _lengths.Length; i++)
        {
            _lengths[i] = network.Nodes[i].Layer.StateLength;
            _states[i] = new float[checked(sequences * _lengths[i])];
        }
    }

    /// <summary>Numbers of the state of one sequence.</summary>
    internal static long NumbersOf(NetworkStructure network)
    {
        long numbers = 0;
        foreach (NetworkNode node in network.Nodes) numbers += node.Layer.StateLength;
        return numbers;
    }

    /// <summary>Keeps the state that a sequence of a batch has before step 0.</summary>
    internal void Keep(Activations<float> batch, int sequence, int index)
    {
        for (int i = 0; i < _lengths.Length; i++) batch.InitialState(i).Slice(sequence * _lengths[i], _lengths[i]).CopyTo(Of(i, index));
    }

    /// <summary>Makes a state that of a sequence of a batch before step 0.</summary>
    internal void CopyTo(int index, Activations<float> batch, int sequence)
    {
        for (int i = 0; i < _lengths.Length; i++) Of(i, index).CopyTo(batch.InitialState(i).Slice(sequence * _lengths[i], _lengths[i]));
    }

    /// <summary>Copies a state to another object.</summary>
    internal void CopyTo(int index, SequenceStates others, int other)
    {
        for (int i = 0; i < _lengths.Length; i++) Of(i, index).CopyTo(others.Of(i, other));
    }

    /// <summary>Packs or unpacks a state.</summary>
    internal void Transfer(int index, ref PackedBlock block)
    {
        for (int i = 0; i < _lengths.Length; i++) block.Transfer(Of(i, index));
    }

    internal void Transfer(StateTransfer state)
    {
        foreach (float[] states in _states) state.Floats<float>(states, "state of the network");
    }

    private Span<float> Of(int node, int index) => _states[node].AsSpan(index * _lengths[node], _lengths[node]);
}
