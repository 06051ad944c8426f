using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>Tests every layer, found by type: nothing is allocated inside a segment.</summary>
public class AllocationTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void The_passes_allocate_nothing_on_any_lane(Type type)
    {
        var run = new LayerRun<float>(SampledTypes.DrawLayer(type, new RandomGenerator(3)), 4, 3);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            var measure = new MeasureAllocation(run);
            LaneChoice.Invoke(width, measure);
            Assert.Equal(0, LaneChoice.Invoke(width, measure));
        }
    }

    private sealed record MeasureAllocation(LayerRun<float> Run) : ILaneOperation<long>
    {
        public long Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run.Forward<TLane>();
            Run.Backward<TLane>();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
