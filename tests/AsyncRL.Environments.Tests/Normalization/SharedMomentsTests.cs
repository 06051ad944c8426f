using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments.Normalization;

namespace AsyncRL.Environments.Tests.Normalization;

/// <summary>Slots that threads add to while other threads merge them.</summary>
public class SharedMomentsTests
{
    private const int Writers = 3;

    [Fact]
    public void Collected_are_the_vectors_of_all_slots()
    {
        var shared = new SharedMoments(Writers, size: 2);
        var generator = new RandomGenerator(1);
        var vectors = new List<float[]>();
        for (int i = 0; i < 500; i++)
        {
            float[] vector = [(float)generator.NextNormal(), (float)(1000 + generator.NextNormal())];
            vectors.Add(vector);
            shared.Add(generator.NextInteger(Writers), vector);
        }

        var collected = new RunningMoments(2);
        collected.Add([5, 5]);
        shared.Collect(collected);
        AssertMoments(vectors, collected);
    }

    [Fact]
    public void Slots_that_saw_nothing_count_for_nothing()
    {
        var shared = new SharedMoments(Writers, size: 1);
        var collected = new RunningMoments(1);
        shared.Collect(collected);
        Assert.Equal((0, 0, 0), (collected.Count, collected.MeanOf(0), collected.VarianceOf(0)));
        shared.Add(1, [4]);
        shared.Add(1, [6]);
        shared.Collect(collected);
        Assert.Equal((2, 5, 1), (collected.Count, collected.MeanOf(0), collected.VarianceOf(0)));
    }

    /// <summary>
    /// Numbers around 1000 ± 1. Every mean must stay within their range, every variance must be possible for such numbers, and every vector
    /// that was once counted must still be counted later.
    /// </summary>
    [Fact]
    public void Moments_collected_while_other_threads_add_are_possible()
    {
        const int size = 5, additions = 60_000;
        var shared = new SharedMoments(Writers, size);
        var threads = new List<Thread>();
        var seen = new List<float[]>[Writers];
        for (int writer = 0; writer < Writers; writer++)
        {
            int slot = writer;
            seen[slot] = Vectors(slot, size, additions);
            threads.Add(new Thread(() =>
            {
                foreach (float[] vector in seen[slot]) shared.Add(slot, vector);
            }));
        }

        foreach (Thread thread in threads) thread.Start();
        var collected = new RunningMoments(size);
        double previous = 0;
        do
        {
            shared.Collect(collected);
            Assert.InRange(collected.Count, previous, Writers * additions);
            previous = collected.Count;
            for (int component = 0; component < size && collected.Count > 0; component++)
            {
                Assert.InRange(collected.MeanOf(component), 999 - 1e-6, 1001 + 1e-6);
                Assert.InRange(collected.VarianceOf(component), 0, double.MaxValue);
            }
        }
        while (threads.Exists(thread => thread.IsAlive));

        shared.Collect(collected);
        AssertMoments([.. seen[0], .. seen[1], .. seen[2]], collected);
    }

    [Fact]
    public void A_restored_slot_is_the_saved_one_and_leaves_the_others_as_they_were()
    {
        var shared = new SharedMoments(2, size: 1);
        shared.Add(0, [1]);
        shared.Add(0, [3]);
        shared.Add(1, [8]);
        var restored = new SharedMoments(2, size: 1);
        restored.Add(0, [100]);
        restored.Add(1, [8]);
        using var stream = new MemoryStream();
        shared.TransferSlot(0, new StateTransfer(new BinaryWriter(stream)));
        stream.Position = 0;
        restored.TransferSlot(0, new StateTransfer(new BinaryReader(stream)));

        var collected = new RunningMoments(1);
        restored.Collect(collected);
        Assert.Equal(stream.Length, stream.Position);
        AssertMoments([[1], [3], [8]], collected);
    }

    [Fact]
    public void Collected_moments_that_were_saved_fit_into_a_slot()
    {
        List<float[]> vectors = Vectors(1, size: 3, count: 50);
        var moments = new RunningMoments(3);
        foreach (float[] vector in vectors) moments.Add(vector);
        using var stream = new MemoryStream();
        moments.Transfer(new StateTransfer(new BinaryWriter(stream)));
        stream.Position = 0;
        var shared = new SharedMoments(1, size: 3);
        shared.TransferSlot(0, new StateTransfer(new BinaryReader(stream)));
        var collected = new RunningMoments(3);
        shared.Collect(collected);
        AssertMoments(vectors, collected);
    }

    [Fact]
    public void Adding_and_collecting_allocate_nothing()
    {
        var shared = new SharedMoments(Writers, size: 4);
        var collected = new RunningMoments(4);
        float[] vector = [1, 2, 3, 4];
        Run(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                shared.Add(i % Writers, vector);
                shared.Collect(collected);
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var shared = new SharedMoments(2, size: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => shared.Add(2, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => shared.Add(-1, [1]));
        Assert.Throws<ArgumentException>(() => shared.Add(0, [1, 2]));
        Assert.Throws<ArgumentException>(() => shared.Collect(new RunningMoments(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedMoments(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedMoments(1, 0));
    }

    private static List<float[]> Vectors(int seed, int size, int count)
    {
        var generator = new RandomGenerator((ulong)seed);
        var vectors = new List<float[]>(count);
        for (int i = 0; i < count; i++)
        {
            float[] vector = new float[size];
            foreach (ref float number in vector.AsSpan()) number = 999 + (2 * generator.NextSingle());
            vectors.Add(vector);
        }

        return vectors;
    }

    private static void AssertMoments(List<float[]> vectors, RunningMoments moments)
    {
        Assert.Equal(vectors.Count, moments.Count);
        for (int component = 0; component < moments.Size; component++)
        {
            (double mean, double variance) = TwoPass.MomentsOf(vectors, component);
            Assert.Equal(mean, moments.MeanOf(component), 1e-9 * Math.Abs(mean) + 1e-9);
            Assert.Equal(variance, moments.VarianceOf(component), 1e-7 * variance);
        }
    }
}
