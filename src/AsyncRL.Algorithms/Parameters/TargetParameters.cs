using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// A second block of parameters such as θ⁻, the parameters of the target network. Many threads read them, and one thread at a time installs
/// them (paper, section 4.1).
/// </summary>
/// <remarks>
/// <para><b>The guarantee:</b> a reader accepts only a complete θ⁻, as one thread installed it, never a mixture of an older and a newer
/// one. (θ itself may be of mixed age when it is copied, because Hogwild permits this; see <see cref="SharedParameters"/>.)</para>
/// <para><b>The mechanism:</b> a version that is odd while an installation runs (a sequence lock). A reader copies between two readings of
/// the version. If the version was odd, or changed, the reader continues with the complete θ⁻ that it has and tries again at its next
/// segment. Therefore readers wait only for their first θ⁻, and installers only for each other. The barriers keep the copying between the
/// readings: Volatile.Read lets no later access move before it, and <see cref="Volatile.ReadBarrier"/> and
/// <see cref="Volatile.WriteBarrier"/> hold back the loads and stores in between.</para>
/// </remarks>
public sealed class TargetParameters
{
    private readonly AlignedBlock<float> _theta;
    private readonly AlignedBlock<float> _parameters;
    private readonly SharingMode _sharing;
    private PaddedCounter _version;

    /// <summary>Allocates the parameters, all zero.</summary>
    /// <param name="theta">The shared θ.</param>
    /// <param name="sharing">Determines how threads load and store.</param>
    internal TargetParameters(AlignedBlock<float> theta, SharingMode sharing) =>
        (_theta, _parameters, _sharing) = (theta, new AlignedBlock<float>(theta.Length), sharing);

    /// <summary>Twice the number of installations, plus one while an installation runs.</summary>
    internal long Version => _version.Value;

    /// <summary>θ⁻ ← θ. Other threads may be writing θ.</summary>
    public void Install() => Install(_theta.Span);

    /// <summary>θ⁻ ← other parameters.</summary>
    /// <param name="theta">As long as θ.</param>
    /// <exception cref="ArgumentException">The block has another length.</exception>
    internal void Install(ReadOnlySpan<float> theta)
    {
        if (theta.Length != _parameters.Length)
            throw new ArgumentException($"The block has {theta.Length} numbers; expected {_parameters.Length}, as many as θ.");
        long version = BeginInstallation();
        Volatile.WriteBarrier();
        _sharing.Read(theta, _parameters.Span);
        _version.Value = version + 2;
    }

    /// <summary>Copies θ⁻ if it is newer than the reader's and complete.</summary>
    /// <param name="copy">The reader's own block. It is overwritten, by a complete θ⁻, only on success.</param>
    /// <param name="spare">A block of the same length, with any content. It receives the copy.</param>
    /// <param name="seenVersion">The version of the reader's θ⁻, −1 if it has none; updated on success.</param>
    /// <returns>Whether the reader's θ⁻ was renewed.</returns>
    public bool TryRead(Span<float> copy, Span<float> spare, ref long seenVersion)
    {
        long before = _version.Value;
        if (before == seenVersion || (before & 1) != 0) return false;
        _sharing.Read(_parameters.Span, spare);
        Volatile.ReadBarrier();
        if (_version.Value != before) return false;
        spare.CopyTo(copy);
        seenVersion = before;
        return true;
    }

    /// <summary>
    /// Writes or reads θ⁻ while all actor-learners are parked. Reading raises the version, so that every thread copies θ⁻ again.
    /// </summary>
    internal void Transfer(StateTransfer state)
    {
        state.Floats(_parameters.Span, "target parameters");
        if (state.IsRestoring) _version.Value += 2;
    }

    private long BeginInstallation()
    {
        var wait = default(SpinWait);
        while (true)
        {
            long version = _version.Value;
            if ((version & 1) == 0 && _version.TryReplace(version, version + 1)) return version;
            wait.SpinOnce();
        }
    }
}

/// <summary>
/// θ_a, the running average of θ (Wang et al. 2017): θ_a ← α θ_a + (1 − α) θ after each update. All threads move it and copy it without
/// locks, as they do with θ.
/// </summary>
/// <remarks>
/// Two threads may move the same number at once. Then one of the moves is lost, and this number of the average is slightly older, except
/// with the sharing mode interlocked. A copy contains numbers of different ages. Both happen to θ itself, and for the same reason both are
/// tolerated: see <see cref="SharedParameters"/>. A target network (<see cref="TargetParameters"/>) is replaced rarely and as a whole, but
/// an average moves with every update. Readers that insisted on a copy between two moves would rarely get one.
/// </remarks>
internal sealed class AverageParameters
{
    private readonly AlignedBlock<float> _theta;
    private readonly AlignedBlock<float> _average;
    private readonly SharingMode _sharing;

    /// <summary>Allocates the average and sets it to θ.</summary>
    /// <param name="theta">The shared θ.</param>
    /// <param name="sharing">Determines how threads load and store.</param>
    internal AverageParameters(AlignedBlock<float> theta, SharingMode sharing)
    {
        (_theta, _average, _sharing) = (theta, new AlignedBlock<float>(theta.Length), sharing);
        Install();
    }

    /// <summary>θ_a ← θ, while no thread runs.</summary>
    internal void Install() => _theta.Span.CopyTo(_average.Span);

    /// <summary>θ_a ← α θ_a + (1 − α) θ. With α = 0 the average is θ bit for bit, and with α = 1 it never moves.</summary>
    /// <param name="decay">α, from 0 to 1.</param>
    internal void Move(float decay) => Move(decay, 0, _theta.Length);

    /// <summary>Moves a part of the average.</summary>
    /// <param name="decay">α, from 0 to 1.</param>
    /// <param name="start">The first number.</param>
    /// <param name="length">Number of numbers.</param>
    internal void Move(float decay, int start, int length) =>
        _sharing.Average(_theta.Span.Slice(start, length), _average.Span.Slice(start, length), decay);

    /// <summary>Copies θ_a while other threads may move it.</summary>
    /// <param name="destination">The thread's own block, as long as θ.</param>
    internal void Snapshot(Span<float> destination) => _sharing.Read(_average.Span, destination);

    /// <summary>Writes or reads θ_a while all threads are parked.</summary>
    internal void Transfer(StateTransfer state) => state.Floats(_average.Span, "average parameters");
}
