using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>Tests every layer, found by type: nothing is allocated inside a segment.</summary>
public class AllocationTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void The_passes_allocate_nothing_on_any_vector(Type type)
    {
        var run = new LayerRun<float>(SampledTypes.DrawLayer(type, new RandomGenerator(3)), 4, 3);
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            var measure = new MeasureAllocation(run);
            VectorChoice.Invoke(width, measure);
            Assert.Equal(0, VectorChoice.Invoke(width, measure));
        }
    }

    private sealed record MeasureAllocation(LayerRun<float> Run) : IVectorOperation<long>
    {
        public long Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run.Forward<TVector>();
            Run.Backward<TVector>();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
