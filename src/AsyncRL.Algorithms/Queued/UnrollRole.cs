using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// Acts in some environments side by side with a copy of θ of its own, and hands one trajectory of each to the learners (Espeholt et al.
/// 2018). It waits for free slots before it copies θ, so that the wait does not make the trajectories older.
/// </summary>
internal sealed class UnrollRole : IRole
{
    private readonly Member _member;
    private readonly TrajectoryStore _store;
    private readonly RecordedPolicy _policy;
    private readonly RolloutCollector _collector;
    private readonly int _steps;
    private readonly int _environments;
    private int _claimed;
    private bool _isFilling;

    /// <summary>Makes the role.</summary>
    /// <param name="member">The environments and the model of the thread.</param>
    /// <param name="store">Receives the trajectories.</param>
    /// <param name="options">The options.</param>
    internal UnrollRole(Member member, TrajectoryStore store, BatchOptions options)
    {
        (_member, _store, _steps, _environments) = (member, store, options.TMax, options.Environments);
        _policy = store.Rollout.CreatePolicy(member.Model.Network.Structure, member.Actors[0].Actions, options, member.Actors.Count);
        _collector = new RolloutCollector(member, store.Rollout, _policy, options);
    }

    /// <inheritdoc/>
    public LocalModel Model => _member.Model;

    /// <inheritdoc/>
    public bool IsReady => !IsFinished && _store.Free.Count >= _collector.Slots.Length;

    /// <inheritdoc/>
    public bool IsFinished => _member.Session.Parameters.AgentSteps >= _member.Session.StopsAt;

    /// <inheritdoc/>
    public bool Work()
    {
        if (!Claim()) return false;
        long agentStep = _member.Session.Parameters.AgentSteps;
        Model.Sync();                                                         // IMP:1
        _collector.Collect(_steps, agentStep, _environments);                 // IMP:2
        for (int i = 0; i < _claimed; i++)
        {
            int slot = _collector.Slots[i];
            _collector.KeepEnd(i, _steps);
            (_store.Lengths[slot], _store.Versions[slot]) = (_steps, Model.Version);
            _store.Filled.Add(slot);
        }

        int agentSteps = _claimed * _steps;
        _member.Statistics.CountAgentSteps(agentSteps);
        _member.Session.Parameters.AddAgentSteps(agentSteps);
        _claimed = 0;
        Release();
        return true;
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        _member.AbandonEpisodes();
        Release();
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _member.TransferActors(state);
        _policy.Transfer(state);
    }

    /// <summary>Takes a free slot for each environment.</summary>
    private bool Claim()
    {
        // Counted before the look at T. Otherwise a learner could end between the look and the first trajectory.
        _isFilling = true;
        _store.BeginFilling();
        while (_claimed < _collector.Slots.Length && !IsFinished && _store.Free.TryTake(out int slot)) _collector.Slots[_claimed++] = slot;
        if (_claimed == _collector.Slots.Length) return true;
        Release();
        return false;
    }

    /// <summary>Returns the slots that are not handed to the learners.</summary>
    private void Release()
    {
        if (!_isFilling) return;
        while (_claimed > 0) _store.Free.Add(_collector.Slots[--_claimed]);
        _store.EndFilling();
        _isFilling = false;
    }
}
