using System.Numerics;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// What memory gives to a loop that does nothing but read: a block as large as the paper's dense layer, which a second-level cache does not
/// hold. The roof of kernels that use each weight once.
/// </summary>
internal sealed class BandwidthCase
{
    private const int Length = 2592 * 256;

    internal const long Bytes = 4L * Length;

    private readonly AlignedBlock<float> _block = RandomBlock.Make(Length);

    internal float Read()
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(_block.Span);
        Vector<float> s0 = Vector<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int i = 0; i + 3 < vectors.Length; i += 4)
        {
            s0 += vectors[i];
            s1 += vectors[i + 1];
            s2 += vectors[i + 2];
            s3 += vectors[i + 3];
        }

        return Vector.Sum(s0 + s1 + (s2 + s3));
    }
}
