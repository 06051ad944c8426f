using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>All sharing modes: Hogwild over each vector, and the two that access one number at a time.</summary>
public static class SharingModes
{
    /// <summary>All of them, by name and vector.</summary>
    public static TheoryData<string, VectorWidth> All
    {
        get
        {
            var data = WithoutLocks;
            data.Add("interlocked", VectorWidth.Scalar);
            return data;
        }
    }

    /// <summary>
    /// The sharing modes without locked instructions. On some systems a locked access to a number that straddles two cache lines traps.
    /// </summary>
    public static TheoryData<string, VectorWidth> WithoutLocks
    {
        get
        {
            var data = new TheoryData<string, VectorWidth>();
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) data.Add("hogwild", width);
            data.Add("volatile", VectorWidth.Scalar);
            return data;
        }
    }

    internal static SharingMode Create(string name, VectorWidth width) => SharingMode.Create(name, width)!;
}
