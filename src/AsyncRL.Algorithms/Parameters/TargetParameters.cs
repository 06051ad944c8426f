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

    /// <summary>Writes θ⁻ while all actor-learners are parked.</summary>
    internal void SaveState(BinaryWriter writer) => writer.WriteNumbers(_parameters.Span);

    /// <summary>
    /// Reads what <see cref="SaveState"/> wrote and raises the version, so that every thread copies θ⁻ again. Called before the threads
    /// start.
    /// </summary>
    internal void RestoreState(BinaryReader reader)
    {
        reader.ReadNumbers("target parameters", _parameters.Span);
        _version.Value += 2;
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
