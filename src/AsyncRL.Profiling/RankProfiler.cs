using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Profiling;

/// <summary>
/// Measures what the exchange between ranks costs each of them. On every rank an engine that exchanges with the others, as in training, and
/// one that works alone run in turn. All ranks run the same kind of engine at the same time.
/// </summary>
public static class RankProfiler
{
    /// <summary>About the seconds of a turn; a turn of a short measurement is shorter.</summary>
    private const double UsualTurn = 1;

    /// <summary>The time between two turns: the ranks park their threads, and their clocks may differ.</summary>
    private const double PauseSeconds = 0.05;

    /// <summary>
    /// How long a rank waits after its last turn before it agrees to end, so that a rank on a busy machine has its last turn, too.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    /// <summary>What a rank says that has not had all its turns when the others have ended.</summary>
    private const string Left =
        "The other ranks had ended before this rank had all its turns; expected machines with less other work, or more seconds.";

    /// <summary>The kinds of engines: alone, and with the other ranks.</summary>
    private const int Kinds = 2;

    private static readonly TimeSpan ShortSleep = TimeSpan.FromMilliseconds(1);

    /// <summary>Number of turns of each kind that are measured.</summary>
    /// <param name="seconds">Seconds of the measurement.</param>
    /// <returns>The number, at least 1.</returns>
    public static int TurnsOf(double seconds) => Math.Max(1, (int)Math.Round(seconds / (Kinds * UsualTurn)));

    /// <summary>How long the measurement takes.</summary>
    /// <param name="seconds">Seconds of the measurement itself.</param>
    /// <returns>Seconds, with the warm-up.</returns>
    public static double ExpectedSeconds(double seconds)
    {
        int turns = TurnsOf(seconds);
        return (Kinds * (turns + 1) * ((seconds / (Kinds * turns)) + PauseSeconds)) + Grace.TotalSeconds;
    }

    /// <summary>Estimates the memory of a rank, whose two engines exist at the same time.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="ranks">Number of ranks.</param>
    /// <returns>The estimate.</returns>
    public static MemoryEstimate EstimateMemory(TrainingConfiguration configuration, int ranks)
    {
        var estimate = MemoryEstimate.OfTraining(configuration, ranks);
        estimate.AddEngine(configuration);
        return estimate;
    }

    /// <summary>Runs the measurement. All ranks call it.</summary>
    /// <param name="setup">The engine of each rank, the same on all.</param>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="seconds">Seconds of the measurement, for all turns.</param>
    /// <param name="stop">Cancelled on any rank to end early.</param>
    /// <returns>On rank 0 the profiles of all ranks in the order of their numbers; on the others nothing.</returns>
    /// <exception cref="InputException">An environment refuses its options on some rank.</exception>
    /// <exception cref="TrainingFaultException">An actor-learner of a rank failed.</exception>
    /// <exception cref="RankMissingException">A rank did not answer.</exception>
    /// <exception cref="OperationCanceledException">The measurement was stopped.</exception>
    public static ImmutableArray<RankProfile> Profile(
        ProfileSetup setup, ICommunicator communicator, double seconds, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(communicator);
        int turns = TurnsOf(seconds);
        using RunningSetup alone = RankAgreement.Prepare(communicator, () => new RunningSetup(setup, turns, []));
        using RunningSetup together = RankAgreement.Prepare(communicator, () => new RunningSetup(setup, turns, [], ranks: communicator));
        communicator.LongestWait = WaitLimit.Of(communicator, setup.Engines[0].Exchange);
        RankProfile? profile = null;
        Exception? problem = null;
        try
        {
            if (!Measure([alone, together], seconds / (Kinds * turns), turns, stop)) throw new TrainingFaultException(Left);

            // Before the rounds in which the ranks agree to end.
            SetupProfile result = together.Result();
            profile = new RankProfile(
                communicator.Rank, Environment.MachineName, setup.Threads, alone.Result().Rates, result.Rates, result.Exchanges[0]);
        }
        catch (Exception e) when (e is TrainingFaultException or InputException or OperationCanceledException)
        {
            problem = e;
        }

        together.EndWithOtherRanks();
        Conclude(communicator, problem);
        return [.. communicator.Gather(profile!.ToBytes()).Select(RankProfile.Of)];
    }

    /// <summary>
    /// Lets the engines take turns. A message that says "now" could not be sent, because a round of the exchange may be under way between
    /// two turns. Therefore the ranks begin together, and each turn begins by the clock.
    /// </summary>
    /// <returns>Whether there were all turns; not if the other ranks have ended before.</returns>
    private static bool Measure(RunningSetup[] kinds, double turnSeconds, int turns, CancellationToken stop)
    {
        long begun = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < Kinds * (turns + 1); turn++)
        {
            // The first turn of each kind warms up.
            if (turn == Kinds)
            {
                foreach (RunningSetup kind in kinds) kind.BeginCounting();
            }

            while (Stopwatch.GetElapsedTime(begun).TotalSeconds < turn * (turnSeconds + PauseSeconds) && !stop.IsCancellationRequested)
                Thread.Sleep(ShortSleep);
            stop.ThrowIfCancellationRequested();

            // Every other pair runs in reverse order, so that a drift of the machine affects both kinds alike.
            int next = (turn + (turn / Kinds)) % Kinds;
            double lasted = kinds[next].RunSlice(turnSeconds);

            // A rank whose clock is a little behind is left during its last turn.
            if (kinds[^1].IsLeft) return turn == (Kinds * (turns + 1)) - 1 && lasted >= turnSeconds / 2;
        }

        // Synchronous ranks have had their turns together.
        if (!kinds[^1].EndsWithOthers) Thread.Sleep(Grace);
        return true;
    }

    /// <summary>Tells all ranks how the measurement ended, and throws on all of them what went wrong on one.</summary>
    private static void Conclude(ICommunicator communicator, Exception? problem)
    {
        const string Stopped = "stopped";
        string text = problem switch { null => "", OperationCanceledException => Stopped, _ => problem.Message };
        string verdict = RankAgreement.Share(communicator, text, said =>
        {
            string[] texts = [.. said];

            // What a rank says of its own failure is better than what the others say of it.
            int first = Array.FindIndex(texts, IsOfOwn);
            if (first < 0) first = Array.FindIndex(texts, text => text.Length > 0);
            return first < 0 ? "" : texts[first] == Stopped ? Stopped : $"Rank {first}: {texts[first]}";
        });
        if (verdict.Length == 0) return;
        if (verdict == Stopped) throw new OperationCanceledException("A rank was stopped.");
        throw problem?.InnerException is { } cause ? new TrainingFaultException(verdict, cause) : new TrainingFaultException(verdict);
    }

    private static bool IsOfOwn(string failure) =>
        failure.Length > 0 && failure != Left && !failure.EndsWith(SynchronousRounds.OtherFailed, StringComparison.Ordinal);
}
