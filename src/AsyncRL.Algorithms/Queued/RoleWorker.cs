using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// A part of the work of an algorithm whose threads exchange experience through queues: acting, predicting or learning. A thread has one
/// role or several. A role never waits; it does what can be done now.
/// </summary>
internal interface IRole
{
    /// <summary>The role's θ′; null if it has none.</summary>
    LocalModel? Model { get; }

    /// <summary>Whether there seems to be work. Another thread may do it first.</summary>
    bool IsReady { get; }

    /// <summary>Whether no more work will come, because the run has reached its last agent step.</summary>
    bool IsFinished { get; }

    /// <summary>Whether it has taken work that it has not done yet.</summary>
    bool HasBegun => false;

    /// <summary>Does a piece of the work, of at most some milliseconds.</summary>
    /// <returns>Whether there was some.</returns>
    bool Work();

    /// <summary>Abandons the work of a failed turn, so that the state that is saved next can be resumed.</summary>
    void Abandon();

    /// <summary>Writes or reads the role's own state, except for that of its model.</summary>
    void Transfer(StateTransfer state)
    {
    }
}

/// <summary>A thread with one or several roles. In each turn the first role that has work does a piece of it.</summary>
internal sealed class RoleWorker : IWorker
{
    private readonly IRole[] _roles;
    private readonly Phase _wait;
    private bool _isInSegment;

    /// <summary>Makes a worker.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="statistics">What the roles count.</param>
    /// <param name="episodes">Receives the finished episodes; null if no role acts.</param>
    /// <param name="roles">The roles. An earlier one goes first.</param>
    internal RoleWorker(string name, ActorStatistics statistics, EpisodeQueue? episodes, IRole[] roles)
    {
        (Name, Statistics, Episodes, _roles) = (name, statistics, episodes, roles);
        _wait = statistics.Measures.Phase("wait");
    }

    /// <summary>The roles. An earlier one goes first.</summary>
    internal IReadOnlyList<IRole> Roles => _roles;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ActorStatistics Statistics { get; }

    /// <inheritdoc/>
    public EpisodeQueue? Episodes { get; }

    /// <inheritdoc/>
    public Turn Run()
    {
        // The segment stays open while the worker waits. Its phase "wait" is the time until some role has work.
        if (!_isInSegment) Statistics.BeginSegment();
        _isInSegment = true;
        bool isFinished = true;
        foreach (IRole role in _roles)
        {
            if (role.IsReady)
            {
                Statistics.Mark(_wait);
                if (role.Work())
                {
                    Statistics.EndSegment();
                    _isInSegment = false;
                    return Turn.Worked;
                }
            }

            isFinished &= role.IsFinished;
        }

        return isFinished ? Turn.Finished : Turn.Waiting;
    }

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities()
    {
        foreach (IRole role in _roles)
        {
            if (role.Model?.MeasureDensities() is { Length: > 0 } densities) return densities;
        }

        return [];
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        foreach (IRole role in _roles)
        {
            role.Model?.Abandon();
            role.Abandon();
        }
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        Statistics.Transfer(state);
        foreach (IRole role in _roles)
        {
            role.Model?.Transfer(state);
            role.Transfer(state);
        }
    }
}
