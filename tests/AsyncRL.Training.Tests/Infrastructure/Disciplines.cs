using AsyncRL.Numerics.Lanes;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Every way to load and store shared numbers: Hogwild over each lane, and the two that take one number at a time.</summary>
public static class Disciplines
{
    /// <summary>All of them, by name and lane.</summary>
    public static TheoryData<string, LaneWidth> All
    {
        get
        {
            var data = WithoutLocks;
            data.Add("interlocked", LaneWidth.Scalar);
            return data;
        }
    }

    /// <summary>
    /// Those that make no use of the bus lock, which a number across two cache lines would turn into a trap on some systems.
    /// </summary>
    public static TheoryData<string, LaneWidth> WithoutLocks
    {
        get
        {
            var data = new TheoryData<string, LaneWidth>();
            foreach (LaneWidth lane in Enum.GetValues<LaneWidth>()) data.Add("hogwild", lane);
            data.Add("volatile", LaneWidth.Scalar);
            return data;
        }
    }

    internal static SharingDiscipline Create(string name, LaneWidth lane) => SharingDiscipline.Create(name, lane)!;
}
