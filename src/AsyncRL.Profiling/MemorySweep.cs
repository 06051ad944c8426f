using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Profiling;

/// <summary>
/// Sweeps that only load and store, eight vectors per iteration. They show how fast memory can be read, written, copied and updated. They
/// use plain loads and stores as the kernels do, and none that bypass the caches.
/// </summary>
internal abstract class MemorySweep
{
    /// <summary>Lengths are multiples of this: eight of the widest vector.</summary>
    internal const int Granularity = 8 * 16;

    /// <summary>Makes the sweeps over a vector.</summary>
    internal static MemorySweep For(VectorWidth width) => VectorChoice.Invoke(width, new Make());

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

    private sealed class Make : IVectorOperation<MemorySweep>
    {
        public MemorySweep Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => new OverVector<TVector>();
    }

    private sealed class OverVector<TVector> : MemorySweep
        where TVector : unmanaged, IVector<TVector, float>
    {
        internal override float Read(ReadOnlySpan<float> block)
        {
            ref float from = ref MemoryMarshal.GetReference(block);
            nuint length = (nuint)block.Length, w = (nuint)TVector.Width;
            TVector zero = TVector.Broadcast(0);
            TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
            for (nuint i = 0; i < length; i += 8 * w)
            {
                s0 += TVector.Load(in from, i);
                s1 += TVector.Load(in from, i + w);
                s2 += TVector.Load(in from, i + (2 * w));
                s3 += TVector.Load(in from, i + (3 * w));
                s4 += TVector.Load(in from, i + (4 * w));
                s5 += TVector.Load(in from, i + (5 * w));
                s6 += TVector.Load(in from, i + (6 * w));
                s7 += TVector.Load(in from, i + (7 * w));
            }

            return TVector.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
        }

        internal override void Write(Span<float> block)
        {
            ref float to = ref MemoryMarshal.GetReference(block);
            nuint length = (nuint)block.Length, w = (nuint)TVector.Width;
            TVector one = TVector.Broadcast(1);
            for (nuint i = 0; i < length; i += 8 * w)
            {
                TVector.Store(one, ref to, i);
                TVector.Store(one, ref to, i + w);
                TVector.Store(one, ref to, i + (2 * w));
                TVector.Store(one, ref to, i + (3 * w));
                TVector.Store(one, ref to, i + (4 * w));
                TVector.Store(one, ref to, i + (5 * w));
                TVector.Store(one, ref to, i + (6 * w));
                TVector.Store(one, ref to, i + (7 * w));
            }
        }

        internal override void Copy(ReadOnlySpan<float> source, Span<float> destination)
        {
            ref float from = ref MemoryMarshal.GetReference(source);
            ref float to = ref MemoryMarshal.GetReference(destination);
            nuint length = (nuint)source.Length, w = (nuint)TVector.Width;
            for (nuint i = 0; i < length; i += 8 * w)
            {
                TVector.Store(TVector.Load(in from, i), ref to, i);
                TVector.Store(TVector.Load(in from, i + w), ref to, i + w);
                TVector.Store(TVector.Load(in from, i + (2 * w)), ref to, i + (2 * w));
                TVector.Store(TVector.Load(in from, i + (3 * w)), ref to, i + (3 * w));
                TVector.Store(TVector.Load(in from, i + (4 * w)), ref to, i + (4 * w));
                TVector.Store(TVector.Load(in from, i + (5 * w)), ref to, i + (5 * w));
                TVector.Store(TVector.Load(in from, i + (6 * w)), ref to, i + (6 * w));
                TVector.Store(TVector.Load(in from, i + (7 * w)), ref to, i + (7 * w));
            }
        }

        internal override void Update(Span<float> block)
        {
            ref float at = ref MemoryMarshal.GetReference(block);
            nuint length = (nuint)block.Length, w = (nuint)TVector.Width;
            TVector one = TVector.Broadcast(1);
            for (nuint i = 0; i < length; i += 8 * w)
            {
                TVector.Store(TVector.Load(in at, i) + one, ref at, i);
                TVector.Store(TVector.Load(in at, i + w) + one, ref at, i + w);
                TVector.Store(TVector.Load(in at, i + (2 * w)) + one, ref at, i + (2 * w));
                TVector.Store(TVector.Load(in at, i + (3 * w)) + one, ref at, i + (3 * w));
                TVector.Store(TVector.Load(in at, i + (4 * w)) + one, ref at, i + (4 * w));
                TVector.Store(TVector.Load(in at, i + (5 * w)) + one, ref at, i + (5 * w));
                TVector.Store(TVector.Load(in at, i + (6 * w)) + one, ref at, i + (6 * w));
                TVector.Store(TVector.Load(in at, i + (7 * w)) + one, ref at, i + (7 * w));
            }
        }
    }
}
