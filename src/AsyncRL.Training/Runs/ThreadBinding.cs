using System.Collections.Immutable;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Binds the calling thread to the processors of a group while it makes what the group's threads use, because memory belongs to the
/// processors that touch it first. Afterwards the thread may run where it could before.
/// </summary>
internal sealed class ThreadBinding : IDisposable
{
    private ImmutableArray<int>? _before;

    private ThreadBinding(ThreadPlaces? places)
    {
        Places = places;
        _before = places?.BindToAll();
    }

    /// <summary>The places of the group's threads; null if they are not bound.</summary>
    internal ThreadPlaces? Places { get; }

    /// <summary>Binds the calling thread, if the run binds its threads and the system permits it.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="rank">Number of the group, or of the rank of the simulated execution.</param>
    internal static ThreadBinding For(TrainingConfiguration configuration, int rank)
    {
        int ranks = configuration.RanksHere;
        bool binds = configuration.Run.Pin && rank < ranks;
        return new ThreadBinding(binds ? ThreadPlaces.Here(rank, ranks, configuration.Threads / ranks) : null);
    }

    /// <summary>Lets the thread run where it could before.</summary>
    public void Dispose()
    {
        if (_before is { } before) ProcessorAffinity.TryBindCurrentThread(before);
        _before = null;
    }
}
