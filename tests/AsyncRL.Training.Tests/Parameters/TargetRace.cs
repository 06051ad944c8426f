using System.Diagnostics;
using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>
/// Threads that install blocks of one constant each, readers that read through <see cref="TargetParameters"/>, and one thread that copies
/// without checking the version.
/// </summary>
internal sealed class TargetRace(SharingMode sharing)
{
    /// <summary>Number of targets to read.</summary>
    internal const int Enough = 200;

    /// <summary>The length of a block, with which a copy takes microseconds.</summary>
    private const int Length = 16384;

    /// <summary>
    /// A pause after every other installation, so that a copy sometimes fits between two installations and sometimes does not.
    /// </summary>
    private const int Pause = 2000;

    private static readonly TimeSpan LongestRace = TimeSpan.FromMinutes(2);

    private readonly TargetParameters _target = new(new AlignedBlock<float>(Length), sharing);
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _taken;
    private int _mixed;
    private int _mixedUnchecked;

    /// <summary>Number of targets that readers accepted.</summary>
    internal int Taken => Volatile.Read(ref _taken);

    /// <summary>Number of accepted targets that were mixed.</summary>
    internal int Mixed => Volatile.Read(ref _mixed);

    /// <summary>Number of mixed copies of the thread that does not check the version.</summary>
    internal int MixedUnchecked => Volatile.Read(ref _mixedUnchecked);

    private bool IsOver =>
        Mixed > 0 || (Taken >= Enough && MixedUnchecked > 0) || Stopwatch.GetElapsedTime(_start) > LongestRace;

    internal void Run()
    {
        _target.Install(new float[Length]);
        Threads.Run(() => Install(1), () => Install(2), Read, Read, ReadUnchecked);
    }

    private void Install(int first)
    {
        var block = new float[Length];
        for (int constant = first; !IsOver; constant += 2)
        {
            Array.Fill(block, constant);
            _target.Install(block);
            if (constant % 4 == first) Thread.SpinWait(Pause);
        }
    }

    private void Read()
    {
        (float[] copy, float[] spare, long seen) = (new float[Length], new float[Length], -1);
        while (!IsOver)
        {
            if (!_target.TryRead(copy, spare, ref seen)) continue;
            Interlocked.Increment(ref _taken);
            if (IsMixed(copy)) Interlocked.Increment(ref _mixed);
        }
    }

    private void ReadUnchecked()
    {
        using var copy = new MemoryStream(Length * sizeof(float));
        using var writer = new BinaryWriter(copy);
        while (!IsOver)
        {
            copy.Position = 0;
            _target.Transfer(new StateTransfer(writer));
            if (IsMixed(MemoryMarshal.Cast<byte, float>(copy.GetBuffer()))) Interlocked.Increment(ref _mixedUnchecked);
        }
    }

    private static bool IsMixed(ReadOnlySpan<float> block) => block.ContainsAnyExcept(block[0]);
}
