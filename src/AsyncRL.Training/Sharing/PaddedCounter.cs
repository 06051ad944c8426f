using System.Runtime.InteropServices;

namespace AsyncRL.Training.Sharing;

/// <summary>A 64-bit counter that many threads add to, alone on its cache lines, so that counting disturbs no neighbour.</summary>
/// <remarks>128 bytes on either side: processors fetch lines in pairs.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedCounter
{
    [FieldOffset(128)]
    private long _value;

    /// <summary>The count now; never a torn or a cached one.</summary>
    public long Value
    {
        readonly get => Volatile.Read(in _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>Adds and returns the new count, as one indivisible step.</summary>
    public long Add(long amount) => Interlocked.Add(ref _value, amount);

    /// <summary>Replaces the count if it still is what the caller saw, as one indivisible step.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryReplace(long seen, long wanted) => Interlocked.CompareExchange(ref _value, wanted, seen) == seen;
}
