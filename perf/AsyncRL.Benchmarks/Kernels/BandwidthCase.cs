using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Profiling;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// What memory gives to a loop that does nothing but read: a block as large as the paper's dense layer, which a second-level cache does not
/// hold. The roof of kernels that use each weight once.
/// </summary>
internal sealed class BandwidthCase
{
    private const int Length = 2592 * 256;

    internal const long Bytes = 4L * Length;

    private readonly MemorySweep _sweep = MemorySweep.For(LaneChoice.Widest);
    private readonly AlignedBlock<float> _block = RandomBlock.Make(Length);

    internal float Read() => _sweep.Read(_block.Span);
}
