using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Algorithms.Parameters;

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

    /// <summary>Writes θ_a while all threads are parked.</summary>
    internal void SaveState(BinaryWriter writer) => writer.WriteNumbers(_average.Span);

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader) => reader.ReadNumbers("average parameters", _average.Span);
}
