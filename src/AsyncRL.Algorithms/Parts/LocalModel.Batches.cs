using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <content>Snapshots and updates of algorithms whose threads divide acting, learning or an update among them.</content>
public sealed partial class LocalModel
{
    /// <summary>The number of updates of all threads when θ was copied last.</summary>
    internal long Version => _updatesAtSnapshot;

    /// <summary>θ′ ← θ, unless no thread has updated θ since the last copy.</summary>
    internal void SyncIfOld()
    {
        if (_updatesAtSnapshot != _shared.Updates) Sync();
    }

    /// <summary>Updates θ by dθ, from trajectories that older θ acted in.</summary>
    /// <param name="learningRate">η at this update.</param>
    /// <param name="staleness">The number of updates between the θ that acted and this update, mean over the trajectories.</param>
    internal void Update(double learningRate, long staleness)
    {
        double norm = _shared.Update(Gradient, _optimizer, learningRate);
        AddNorm(norm);
        _statistics.CountUpdate(staleness);
        _statistics.Mark(Phase.Apply);
    }

    /// <summary>
    /// dθ as a block, to which the caller adds the gradients of passes over parts of the network with <see cref="Parameters"/>.
    /// </summary>
    /// <param name="batch">The batch of the passes.</param>
    /// <param name="steps">Time steps from the first on.</param>
    /// <returns>The block.</returns>
    internal Span<float> StoreGradient(Activations<float> batch, int steps)
    {
        (_learned, _rows, _holdsGradient) = (batch, steps * batch.Sequences, true);
        Gradient.StoreCompletely();
        return Gradient.Stored;
    }

    /// <summary>Ends an update by the sum of several members' gradients, and publishes the metrics that were added for it.</summary>
    /// <param name="norm">The norm of the sum.</param>
    /// <param name="isCounted">Whether this member counts the update. One member does, so that a run counts it once.</param>
    internal void EndUpdate(double norm, bool isCounted)
    {
        AddNorm(norm);
        if (isCounted) _statistics.CountUpdate(0);
        else _statistics.Publish();
    }

    /// <summary>Measures the share of each layer's inputs that was not 0 in the last segment. Called between segments.</summary>
    /// <returns>A density for each layer of the network; empty before the first segment.</returns>
    internal ImmutableArray<InputDensity> MeasureDensities()
    {
        if (_learned is null) return [];
        var densities = ImmutableArray.CreateBuilder<InputDensity>();
        for (int node = 0; node < Network.Structure.Nodes.Length; node++) densities.Add(_learned.Density(node, _rows));
        return densities.ToImmutable();
    }
}
