using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// The memory bandwidth of a loop that only reads, over a block as large as the paper's dense layer, which a second-level cache cannot
/// hold. This is the upper limit for kernels that use each weight once.
/// </summary>
internal sealed class BandwidthCase
{
    private const int Length = 2592 * 256;

    internal const long Bytes = 4L * Length;

    private readonly MemorySweep _sweep = MemorySweep.For(VectorChoice.Widest);
    private readonly AlignedBlock<float> _block = RandomBlock.Make(Length);

    internal float Read() => _sweep.Read(_block.Span);
}
