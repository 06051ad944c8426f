using System.Diagnostics;

namespace AsyncRL.Numerics.Networks;

/// <summary>The time that the passes of each layer of a network take. Several threads may add to it at the same time.</summary>
/// <param name="structure">The network.</param>
public sealed class LayerTimes(NetworkStructure structure)
{
    private readonly long[] _forward = new long[structure.Nodes.Length];
    private readonly long[] _backward = new long[structure.Nodes.Length];

    /// <summary>Seconds of the forward passes of a layer since the last <see cref="Clear"/>.</summary>
    /// <param name="node">Index of the layer among the network's nodes.</param>
    public double ForwardSeconds(int node) => Seconds(ref _forward[node]);

    /// <summary>Seconds of the backward passes of a layer since the last <see cref="Clear"/>.</summary>
    /// <param name="node">Index of the layer among the network's nodes.</param>
    public double BackwardSeconds(int node) => Seconds(ref _backward[node]);

    /// <summary>Begins anew. Called while no thread computes.</summary>
    public void Clear()
    {
        Array.Clear(_forward);
        Array.Clear(_backward);
    }

    internal void AddForward(int node, long ticks) => Interlocked.Add(ref _forward[node], ticks);

    internal void AddBackward(int node, long ticks) => Interlocked.Add(ref _backward[node], ticks);

    private static double Seconds(ref long ticks) => (double)Volatile.Read(ref ticks) / Stopwatch.Frequency;
}

/// <summary>
/// Times the passes of the layers, or does nothing. It is a type parameter of a network, so that one without times has no trace of it.
/// </summary>
internal interface ILayerClock
{
    /// <summary>The present time.</summary>
    long Now { get; }

    /// <summary>Adds the time of a forward pass that began at a time and ends now.</summary>
    void EndForward(int node, long start);

    /// <summary>Adds the time of a backward pass that began at a time and ends now.</summary>
    void EndBackward(int node, long start);
}

/// <summary>No clock.</summary>
internal readonly struct NoLayerClock : ILayerClock
{
    public long Now => 0;

    public void EndForward(int node, long start)
    {
    }

    public void EndBackward(int node, long start)
    {
    }
}

/// <summary>A clock that adds to <see cref="LayerTimes"/>.</summary>
internal readonly struct LayerStopwatch(LayerTimes times) : ILayerClock
{
    public long Now => Stopwatch.GetTimestamp();

    public void EndForward(int node, long start) => times.AddForward(node, Now - start);

    public void EndBackward(int node, long start) => times.AddBackward(node, Now - start);
}
