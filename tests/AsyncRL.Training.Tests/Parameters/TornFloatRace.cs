using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>
/// Threads of two kinds that alternately write and read the same numbers. A thread writes the bit pattern of its kind with the sharing
/// mode's sweep, and reads with the sharing mode's copy. A number that is neither pattern is torn.
/// </summary>
internal sealed class TornFloatRace(SharingMode sharing, RacedBlock block)
{
    /// <summary>
    /// Copies between two checks of the clock and of the other threads' results. More frequent checks would synchronize the threads.
    /// </summary>
    private const int Batch = 500;

    /// <summary>Number of threads, so large that two of different kinds run at the same time even on a busy machine.</summary>
    private const int WritersPerPattern = 4;

    private const int PatternA = 0x11111111;
    private const int PatternB = 0x22222222;
    private static readonly TimeSpan LongestRace = TimeSpan.FromMinutes(2);

    private long _copies;
    private int _torn;
    private bool _sawOther;
    private bool _over;

    /// <summary>Number of copies that were read.</summary>
    internal long Copies => Volatile.Read(ref _copies);

    /// <summary>Whether a thread read the pattern of the other kind.</summary>
    internal bool SawOther => Volatile.Read(ref _sawOther);

    /// <summary>The bits of a torn number; 0 if there was none.</summary>
    internal int Torn => Volatile.Read(ref _torn);

    /// <summary>Races until a number is torn, enough copies were read, or the time is over.</summary>
    internal void Run(Func<TornFloatRace, bool> enough)
    {
        block.Span.Fill(BitConverter.Int32BitsToSingle(PatternA));
        var racers = new Action[2 * WritersPerPattern];
        for (int i = 0; i < racers.Length; i++)
            racers[i] = i % 2 == 0 ? () => Race(PatternA, PatternB, enough) : () => Race(PatternB, PatternA, enough);
        Threads.Run(racers);
    }

    private void Race(int own, int other, Func<TornFloatRace, bool> enough)
    {
        var (parameters, gradient, copy) = (new float[RacedBlock.Length], new float[RacedBlock.Length], new float[RacedBlock.Length]);
        Array.Fill(gradient, BitConverter.Int32BitsToSingle(own));
        long start = Stopwatch.GetTimestamp();
        while (!Volatile.Read(ref _over))
        {
            for (int i = 0; i < Batch; i++)
            {
                sharing.Apply(default(StoreGradient), parameters, new StatisticSpans(block.Span, default), gradient);
                sharing.Read(block.Span, copy);
                Judge(MemoryMarshal.Cast<float, int>(copy), own, other);
            }

            Interlocked.Add(ref _copies, Batch);
            if (Torn != 0 || enough(this) || Stopwatch.GetElapsedTime(start) > LongestRace) Volatile.Write(ref _over, true);
        }
    }

    private void Judge(ReadOnlySpan<int> copy, int own, int other)
    {
        foreach (int bits in copy)
        {
            if (bits == own) continue;
            if (bits == other) Volatile.Write(ref _sawOther, true);
            else Volatile.Write(ref _torn, bits);
        }
    }

    /// <summary>Stores the gradient's bits unchanged in the statistic.</summary>
    private readonly struct StoreGradient : IUpdateRule
    {
        public static int Statistics => 1;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector statistic, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => gradient;

        public TVector NextSecond<TVector>(TVector second, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => second;

        public TVector Step<TVector>(TVector gradient, TVector nextStatistic, TVector nextSecond)
            where TVector : unmanaged, IVector<TVector, float> => TVector.Broadcast(0);
    }
}

/// <summary>32 floats in pinned memory: at the start of a cache line, or placed so that two of them straddle two lines.</summary>
internal sealed class RacedBlock
{
    internal const int Length = 32;

    private const int CacheLine = 64;
    private const int Page = 4096;

    private readonly byte[] _bytes = GC.AllocateArray<byte>(3 * Page, pinned: true);
    private readonly int _start;

    private RacedBlock(int bytesPastPage)
    {
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        _start = Page + (int)((Page - (address % Page)) % Page) + bytesPastPage;
    }

    internal Span<float> Span => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref _bytes[_start]), Length);

    /// <summary>The alignment of all blocks of parameters.</summary>
    internal static RacedBlock Aligned() => new(0);

    /// <summary>
    /// Every sixteenth float has two bytes in one line and two in the next. The first of them also straddles two pages, where the two
    /// halves of an access are farthest apart in time, so that a torn float is soon found.
    /// </summary>
    internal static RacedBlock AcrossLines() => new(2 - CacheLine);
}

/// <summary>A theory about torn floats. It is skipped, with a reason, on machines where floats need not tear.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TearingTheoryAttribute : TheoryAttribute
{
    public TearingTheoryAttribute()
    {
        if (Environment.ProcessorCount < 2)
            Skip = "A float tears only while two processors access it at once; this machine has one.";
        else if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Skip = $"That an access across cache lines tears is known of x86-64; this machine is {RuntimeInformation.ProcessArchitecture}.";
    }
}
