using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// How the ranks of a run work together, as the main thread of a rank uses it: what is common to all ranks, and what they agree on.
/// </summary>
internal interface IRankRounds
{
    /// <summary>How long a rank waits for the others.</summary>
    TimeSpan Limit { get; }

    /// <summary>T of the whole run.</summary>
    long AgentSteps { get; }

    /// <summary>The common θ, which is that of the run. It is read while no round runs.</summary>
    ReadOnlySpan<float> Common { get; }

    /// <summary>What the exchanges have cost and moved.</summary>
    ExchangeCounts Counts { get; }

    /// <summary>What the ranks agreed on, as far as it is not done.</summary>
    RankSignals Agreed { get; }

    /// <summary>
    /// Whether the actor-learners wait until what was agreed on is done. Otherwise they continue, and are parked only if necessary.
    /// </summary>
    bool HoldsActors { get; }

    /// <summary>Whether the ranks agreed to end.</summary>
    bool IsEnd => IsEnding(Agreed);

    /// <summary>Gives all ranks the θ of rank 0. Called before the actor-learners start.</summary>
    void Start();

    /// <summary>The threads of this rank.</summary>
    /// <param name="workers">The workers of the engine.</param>
    /// <returns>The workers that get a thread each.</returns>
    IReadOnlyList<IWorker> WorkersOf(IReadOnlyList<IWorker> workers);

    /// <summary>Asks for something that all ranks are to agree on. Called by any thread.</summary>
    void Want(RankSignals signals);

    /// <summary>Reports that what was agreed on is done.</summary>
    void Continue();

    /// <summary>Leaves a pause, in which the threads of all ranks waited, out of the time of a round that is under way.</summary>
    /// <param name="ticks">The length of the pause, in ticks of the stopwatch.</param>
    void SkipPause(long ticks);

    /// <summary>Ends the exchanges of this rank after a failure, without the other ranks.</summary>
    void Abandon();

    /// <summary>Checks that all ranks have the same common θ, before it is saved. All ranks call it.</summary>
    /// <exception cref="RankFaultException">They do not, and cannot be mended.</exception>
    void CheckCommon();

    /// <summary>Agrees to stop in place of what was agreed on. All ranks call it.</summary>
    void EndInstead();

    /// <summary>Makes the common θ of all ranks the same, after a mismatch was agreed on.</summary>
    void MendCommon();

    /// <summary>Ends the exchanges, when the threads of this rank have ended.</summary>
    /// <param name="fault">What a worker of this rank threw; null if there was no failure.</param>
    /// <param name="hold">Does what the ranks agreed on.</param>
    /// <returns>Why the ranks end.</returns>
    RankSignals Finish(Exception? fault, Action hold);

    /// <summary>
    /// Writes or reads the state between two rounds, without the common θ. <see cref="Join"/>, and θ and T of this rank, come before the
    /// reading.
    /// </summary>
    void Transfer(StateTransfer state);

    /// <summary>Lets a rank begin with the common θ. A rank that was in the run before then reads its state.</summary>
    /// <param name="common">The common θ.</param>
    /// <param name="agentSteps">T of the run.</param>
    void Join(ReadOnlySpan<float> common, long agentSteps);

    /// <summary>Whether ranks that agreed on these signals end.</summary>
    static bool IsEnding(RankSignals signals) =>
        (signals & (RankSignals.Ended | RankSignals.Stop | RankSignals.Fault | RankSignals.Early)) != 0;

    /// <summary>Whether a run that ends so has done all that it should.</summary>
    static bool IsWhole(RankSignals end) =>
        (end & (RankSignals.Ended | RankSignals.Early)) != 0 && (end & (RankSignals.Stop | RankSignals.Fault)) == 0;
}
