using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Profiling;

/// <summary>
/// Sweeps that only load and store, eight lanes per iteration. They show how fast memory can be read, written, copied and updated. They use
/// plain loads and stores as the kernels do, and none that bypass the caches.
/// </summary>
internal abstract class MemorySweep
{
    /// <summary>Lengths are multiples of this: eight of the widest lane.</summary>
    internal const int Granularity = 8 * 16;

    /// <summary>Makes the sweeps over a lane.</summary>
    internal static MemorySweep For(LaneWidth lane) => LaneChoice.Invoke(lane, new Make());

    /// <summary>Loads every number.</summary>
    /// <param name="block">A multiple of <see cref="Granularity"/> numbers.</param>
    /// <returns>Their sum.</returns>
    internal abstract float Read(ReadOnlySpan<float> block);

    /// <summary>Stores every number.</summary>
    /// <param name="block">A multiple of <see cref="Granularity"/> numbers.</param>
    internal abstract void Write(Span<float> block);

    /// <summary>Loads every number of one block and stores it in another.</summary>
    /// <param name="source">A multiple of <see cref="Granularity"/> numbers.</param>
    /// <param name="destination">A block of the same length.</param>
    internal abstract void Copy(ReadOnlySpan<float> source, Span<float> destination);

    /// <summary>Loads every number, adds 1, and stores it in place.</summary>
    /// <param name="block">A multiple of <see cref="Granularity"/> numbers.</param>
    internal abstract void Update(Span<float> block);

    private sealed class Make : ILaneOperation<MemorySweep>
    {
        public MemorySweep Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float> => new OverLane<TLane>();
    }

    private sealed class OverLane<TLane> : MemorySweep
        where TLane : unmanaged, ILane<TLane, float>
    {
        internal override float Read(ReadOnlySpan<float> block)
        {
            ref float from = ref MemoryMarshal.GetReference(block);
            nuint length = (nuint)block.Length, w = (nuint)TLane.Width;
            TLane zero = TLane.Broadcast(0);
            TLane s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
            for (nuint i = 0; i < length; i += 8 * w)
            {
                s0 += TLane.Load(in from, i);
                s1 += TLane.Load(in from, i + w);
                s2 += TLane.Load(in from, i + (2 * w));
                s3 += TLane.Load(in from, i + (3 * w));
                s4 += TLane.Load(in from, i + (4 * w));
                s5 += TLane.Load(in from, i + (5 * w));
                s6 += TLane.Load(in from, i + (6 * w));
                s7 += TLane.Load(in from, i + (7 * w));
            }

            return TLane.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
        }

        internal override void Write(Span<float> block)
        {
            ref float to = ref MemoryMarshal.GetReference(block);
            nuint length = (nuint)block.Length, w = (nuint)TLane.Width;
            TLane one = TLane.Broadcast(1);
            for (nuint i = 0; i < length; i += 8 * w)
            {
                TLane.Store(one, ref to, i);
                TLane.Store(one, ref to, i + w);
                TLane.Store(one, ref to, i + (2 * w));
                TLane.Store(one, ref to, i + (3 * w));
                TLane.Store(one, ref to, i + (4 * w));
                TLane.Store(one, ref to, i + (5 * w));
                TLane.Store(one, ref to, i + (6 * w));
                TLane.Store(one, ref to, i + (7 * w));
            }
        }

        internal override void Copy(ReadOnlySpan<float> source, Span<float> destination)
        {
            ref float from = ref MemoryMarshal.GetReference(source);
            ref float to = ref MemoryMarshal.GetReference(destination);
            nuint length = (nuint)source.Length, w = (nuint)TLane.Width;
            for (nuint i = 0; i < length; i += 8 * w)
            {
                TLane.Store(TLane.Load(in from, i), ref to, i);
                TLane.Store(TLane.Load(in from, i + w), ref to, i + w);
                TLane.Store(TLane.Load(in from, i + (2 * w)), ref to, i + (2 * w));
                TLane.Store(TLane.Load(in from, i + (3 * w)), ref to, i + (3 * w));
                TLane.Store(TLane.Load(in from, i + (4 * w)), ref to, i + (4 * w));
                TLane.Store(TLane.Load(in from, i + (5 * w)), ref to, i + (5 * w));
                TLane.Store(TLane.Load(in from, i + (6 * w)), ref to, i + (6 * w));
                TLane.Store(TLane.Load(in from, i + (7 * w)), ref to, i + (7 * w));
            }
        }

        internal override void Update(Span<float> block)
        {
            ref float at = ref MemoryMarshal.GetReference(block);
            nuint length = (nuint)block.Length, w = (nuint)TLane.Width;
            TLane one = TLane.Broadcast(1);
            for (nuint i = 0; i < length; i += 8 * w)
            {
                TLane.Store(TLane.Load(in at, i) + one, ref at, i);
                TLane.Store(TLane.Load(in at, i + w) + one, ref at, i + w);
                TLane.Store(TLane.Load(in at, i + (2 * w)) + one, ref at, i + (2 * w));
                TLane.Store(TLane.Load(in at, i + (3 * w)) + one, ref at, i + (3 * w));
                TLane.Store(TLane.Load(in at, i + (4 * w)) + one, ref at, i + (4 * w));
                TLane.Store(TLane.Load(in at, i + (5 * w)) + one, ref at, i + (5 * w));
                TLane.Store(TLane.Load(in at, i + (6 * w)) + one, ref at, i + (6 * w));
                TLane.Store(TLane.Load(in at, i + (7 * w)) + one, ref at, i + (7 * w));
            }
        }
    }
}
