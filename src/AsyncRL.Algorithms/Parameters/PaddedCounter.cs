using System.Runtime.InteropServices;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// A 64-bit counter that many threads add to. It has cache lines of its own, so that counting does not slow down accesses to other data.
/// </summary>
/// <remarks>There are 128 bytes on either side, because processors fetch cache lines in pairs.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedCounter
{
    [FieldOffset(128)]
    private long _value;

    /// <summary>The current count. It is never torn and never cached.</summary>
    public long Value
    {
        readonly get => Volatile.Read(in _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>Adds and returns the new count, as one indivisible step.</summary>
    public long Add(long amount) => Interlocked.Add(ref _value, amount);

    /// <summary>Replaces the count if it still equals the value that the caller read, as one indivisible step.</summary>
    /// <returns>Whether the count was replaced.</returns>
    public bool TryReplace(long seen, long wanted) => Interlocked.CompareExchange(ref _value, wanted, seen) == seen;
}
