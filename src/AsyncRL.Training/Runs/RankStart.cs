using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;
using Microsoft.IO;

namespace AsyncRL.Training.Runs;

/// <summary>
/// What rank 0 tells the ranks at the start of a resumed run. With as many ranks as before, every rank continues exactly where it was. With
/// another number, all ranks begin with the common θ, and a new rank has the optimizer's statistics and targets of an earlier one.
/// </summary>
internal sealed class RankStart
{
    private const byte IsNew = 1;
    private const byte KeepsTheta = 2;

    private readonly List<byte[]> _flags = [];
    private readonly List<RecyclableMemoryStream> _states = [];
    private readonly float[] _common;
    private readonly long _agentSteps;

    private RankStart(float[] common, long agentSteps) => (_common, _agentSteps) = (common, agentSteps);

    /// <summary>The start of a rank other than 0, which receives everything.</summary>
    internal static RankStart Nothing { get; } = new([], 0);

    /// <summary>The start of all ranks, on rank 0.</summary>
    /// <param name="continuation">The run.</param>
    /// <param name="ranks">Number of ranks.</param>
    internal static RankStart Of(Continuation continuation, int ranks)
    {
        float[] common = continuation.ReadCommonTheta();
        var start = new RankStart(common, continuation.Checkpoint.AgentSteps);
        IReadOnlyList<RecyclableMemoryStream> states = continuation.RankStates;
        bool isSame = continuation.RanksBefore == ranks;

        // Other members have other environments, and a member that has more or fewer cannot continue.
        bool isDealtAgain = !isSame && continuation.Configuration.Algorithm.IsSynchronous;
        if (states.Count == 0) states = [SaveOf(continuation)];
        for (int rank = 0; rank < ranks; rank++)
        {
            byte flags = (byte)((rank >= states.Count || isDealtAgain ? IsNew : 0) | (isSame ? KeepsTheta : 0));
            start._flags.Add([flags]);
            start._states.Add(states[rank % states.Count]);
        }

        return start;
    }

    /// <summary>Gives every rank its state. All ranks call it.</summary>
    /// <exception cref="InputException">A rank cannot restore its state.</exception>
    internal void Share(ICommunicator communicator, Engine engine, SimulatedExecution? simulation, IRankRounds rounds)
    {
        long agentSteps = RankAgreement.OfFirst(communicator, _agentSteps);
        var common = new float[engine.Shared.Length];
        if (communicator.Rank == 0) _common.CopyTo(common, 0);
        communicator.Broadcast(MemoryMarshal.AsBytes(common.AsSpan()));
        byte flags = communicator.Scatter(_flags)[0];
        using RecyclableMemoryStream state = RankState.Scatter(communicator, _states);
        foreach (RecyclableMemoryStream sent in _states) sent.Dispose();
        RankAgreement.Prepare(communicator, () => Restore(flags, state, common, agentSteps, engine, simulation, rounds));
        foreach (IWorker worker in engine.Workers)
        {
            if (worker is SynchronousWorker { Learner: IExperienceSharing learner }) ShareCommon(communicator, learner);
        }
    }

    private static void ShareCommon(ICommunicator communicator, IExperienceSharing learner)
    {
        using var state = new MemoryStream();
        using var writer = new BinaryWriter(state);
        learner.TransferCommon(new StateTransfer(writer));
        writer.Flush();
        communicator.Broadcast(state.GetBuffer().AsSpan(0, (int)state.Length));
        state.Position = 0;
        using var reader = new BinaryReader(state);
        learner.TransferCommon(new StateTransfer(reader));
    }

    private static bool Restore(
        byte flags, Stream state, float[] common, long agentSteps, Engine engine, SimulatedExecution? simulation, IRankRounds rounds)
    {
        bool keepsTheta = (flags & KeepsTheta) != 0;
        try
        {
            engine.Shared.Restore(common, agentSteps, 0);
            Stream exchange = RankStates.Restore(engine, simulation, state, (flags & IsNew) != 0, keepsTheta);
            rounds.Join(common, agentSteps);
            if (keepsTheta) BoundedReader.Restore(new Section(RankStates.ExchangeSection, rounds.Transfer), exchange);
            else engine.Shared.RestoreCounters(agentSteps, engine.Shared.Updates);
        }
        catch (InvalidDataException damage)
        {
            throw new InputException($"The state of a rank in the checkpoint cannot be restored: {damage.Message}.", damage);
        }

        return true;
    }

    /// <summary>The state of a run of one process, as that of a rank.</summary>
    private static RecyclableMemoryStream SaveOf(Continuation continuation)
    {
        var communicator = InProcessCommunicator.Create(1)[0];
        IRankRounds rounds = RankRounds.Create(
            continuation.Configuration, communicator, continuation.Engine, continuation.Simulation);
        return new RankStates(communicator, continuation.Engine, continuation.Simulation, rounds).Save(hasAbandoned: false);
    }
}
