using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>Makes operands for benchmarks: the same numbers in every run.</summary>
internal static class RandomBlock
{
    /// <summary>Makes numbers from −½ to ½.</summary>
    internal static AlignedBlock<float> Make(int length)
    {
        var generator = new RandomGenerator(1);
        var block = new AlignedBlock<float>(length);
        foreach (ref float value in block.Span) value = generator.NextSingle() - 0.5f;
        return block;
    }
}
