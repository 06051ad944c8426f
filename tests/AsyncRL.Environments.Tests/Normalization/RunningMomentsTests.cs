using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Normalization;
using AsyncRL.TestSources;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Environments.Tests.Normalization;

/// <summary>Tests that compare one pass with two, and merging with concatenation.</summary>
public class RunningMomentsTests
{
    private const int Draws = 300;
    private const int Size = 3;

    /// <summary>Vectors around an offset, cut into three parts.</summary>
    private sealed record Sample(int Seed, int Count, int FirstCut, int SecondCut, double Offset, double Deviation)
    {
        internal List<float[]> Vectors()
        {
            var generator = new RandomGenerator((ulong)Seed);
            var vectors = new List<float[]>();
            for (int i = 0; i < Count; i++)
            {
                float[] vector = new float[Size];
                foreach (ref float number in vector.AsSpan()) number = (float)(Offset + (Deviation * generator.NextNormal()));
                vectors.Add(vector);
            }

            return vectors;
        }
    }

    [Fact]
    public void One_pass_agrees_with_two_passes() => Holds(sample =>
    {
        List<float[]> vectors = sample.Vectors();
        return Agrees(Add(vectors, 0, vectors.Count), vectors);
    });

    [Fact]
    public void Merged_parts_agree_with_two_passes_over_the_whole() => Holds(sample =>
    {
        List<float[]> vectors = sample.Vectors();
        RunningMoments merged = Add(vectors, 0, sample.FirstCut);
        merged.Merge(Add(vectors, sample.FirstCut, sample.SecondCut));
        merged.Merge(Add(vectors, sample.SecondCut, vectors.Count));
        return Agrees(merged, vectors);
    });

    [Fact]
    public void Nothing_seen_has_mean_0_and_variance_0_and_merges_as_nothing()
    {
        var moments = new RunningMoments(1);
        moments.Merge(new RunningMoments(1));
        Assert.Equal((0, 0, 0), (moments.Count, moments.MeanOf(0), moments.VarianceOf(0)));
    }

    [Fact]
    public void Equal_numbers_have_no_variance()
    {
        var moments = new RunningMoments(1);
        for (int i = 0; i < 1000; i++) moments.Add([16_777_215f]);
        Assert.Equal((16_777_215, 0), (moments.MeanOf(0), moments.VarianceOf(0)));
    }

    [Fact]
    public void The_largest_floats_stay_finite()
    {
        var moments = new RunningMoments(1);
        for (int i = 0; i < 10; i++) moments.Add([i % 2 == 0 ? float.MaxValue : float.MinValue]);
        Assert.True(double.IsFinite(moments.VarianceOf(0)));
        Assert.InRange(Math.Sqrt(moments.VarianceOf(0)) / float.MaxValue, 0.999999, 1.000001);
    }

    [Fact]
    public void Restored_moments_go_on_as_the_saved_ones()
    {
        List<float[]> vectors = new Sample(1, 50, 0, 0, 7, 2).Vectors();
        RunningMoments saved = Add(vectors, 0, 30);
        var restored = new RunningMoments(Size);
        restored.Add([1, 2, 3]);
        using var stream = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(stream)));
        stream.Position = 0;
        restored.Transfer(new StateTransfer(new BinaryReader(stream)));
        for (int i = 30; i < 50; i++)
        {
            saved.Add(vectors[i]);
            restored.Add(vectors[i]);
        }

        Assert.Equal(stream.Length, stream.Position);
        Assert.Equal(saved.Count, restored.Count);
        for (int component = 0; component < Size; component++)
        {
            Assert.Equal(saved.MeanOf(component), restored.MeanOf(component));
            Assert.Equal(saved.VarianceOf(component), restored.VarianceOf(component));
        }
    }

    [Fact]
    public void A_vector_of_another_length_is_refused()
    {
        var moments = new RunningMoments(2);
        Assert.Equal("The vector has 3 components; expected 2.", Assert.Throws<ArgumentException>(() => moments.Add([1, 2, 3])).Message);
        Assert.Throws<ArgumentException>(() => moments.Merge(new RunningMoments(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunningMoments(0));
    }

    private static RunningMoments Add(List<float[]> vectors, int from, int to)
    {
        var moments = new RunningMoments(Size);
        for (int i = from; i < to; i++) moments.Add(vectors[i]);
        return moments;
    }

    private static bool Agrees(RunningMoments moments, List<float[]> vectors)
    {
        if (moments.Count != vectors.Count) return false;
        for (int component = 0; component < Size; component++)
        {
            (double mean, double variance) = TwoPass.MomentsOf(vectors, component);
            if (Math.Abs(moments.MeanOf(component) - mean) > 1e-12 * (Math.Abs(mean) + Math.Sqrt(variance))) return false;
            if (Math.Abs(moments.VarianceOf(component) - variance) > 1e-7 * variance) return false;
        }

        return true;
    }

    private static void Holds(Func<Sample, bool> property) =>
        Check.One(PropertyConfiguration.For("sample", Draws), Prop.ForAll(Arb.From(Samples()), property));

    /// <summary>Offsets up to a million deviations. There a difference of sums of squares would keep only three or four digits.</summary>
    private static Gen<Sample> Samples() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(1, 400)
        from first in Gen.Choose(0, count)
        from second in Gen.Choose(first, count)
        from magnitude in Gen.Choose(0, 6)
        from sign in Gen.Elements(-1, 0, 1)
        from deviation in Gen.Elements(0.01, 1, 100)
        select new Sample(seed, count, first, second, sign * Math.Pow(10, magnitude), deviation);
}
