using System.Numerics;
using System.Runtime.InteropServices;

namespace AsyncRL.Algorithms.Replay;

/// <summary>Joins single frames to an image whose channels are the frames, the oldest first, as a stack of frames shows them.</summary>
internal static class FrameInterleaving
{
    /// <summary>Writes one frame of a stack.</summary>
    /// <param name="frame">[pixels · channels].</param>
    /// <param name="channels">Channels of the frame.</param>
    /// <param name="index">Place of the frame in the stack.</param>
    /// <param name="depth">Frames of the stack.</param>
    /// <param name="stack">[pixels · channels · depth], of which the frame's channels are written.</param>
    internal static void Place(ReadOnlySpan<byte> frame, int channels, int index, int depth, Span<byte> stack)
    {
        int target = index * channels, step = (depth - 1) * channels;
        for (int source = 0; source < frame.Length; target += step)
        {
            for (int channel = 0; channel < channels; channel++) stack[target++] = frame[source++];
        }
    }

    /// <summary>The usual case: four frames of one byte per pixel, the oldest first.</summary>
    internal static void Join(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth, Span<byte> stack)
    {
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(stack);
        int pixel = 0;
        if (BitConverter.IsLittleEndian)
        {
            for (; pixel <= first.Length - Vector<byte>.Count; pixel += Vector<byte>.Count)
            {
                Span<Vector<uint>> block = MemoryMarshal.Cast<uint, Vector<uint>>(words.Slice(pixel, Vector<byte>.Count));
                Vector<ushort> lower = Pairs(first, second, pixel, out Vector<ushort> upper);
                Vector.Widen(lower, out block[0], out block[1]);
                Vector.Widen(upper, out block[2], out block[3]);
                lower = Pairs(third, fourth, pixel, out upper);
                Vector.Widen(lower, out Vector<uint> a, out Vector<uint> b);
                Vector.Widen(upper, out Vector<uint> c, out Vector<uint> d);
                block[0] |= Vector.ShiftLeft(a, 16);
                block[1] |= Vector.ShiftLeft(b, 16);
                block[2] |= Vector.ShiftLeft(c, 16);
                block[3] |= Vector.ShiftLeft(d, 16);
            }
        }

        for (; pixel < first.Length; pixel++)
        {
            (stack[4 * pixel], stack[(4 * pixel) + 1], stack[(4 * pixel) + 2], stack[(4 * pixel) + 3]) =
                (first[pixel], second[pixel], third[pixel], fourth[pixel]);
        }
    }

    /// <summary>The bytes of two frames as words of 16 bits, the first frame in the lower byte.</summary>
    private static Vector<ushort> Pairs(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high, int pixel, out Vector<ushort> upperHalf)
    {
        Vector.Widen(new Vector<byte>(low[pixel..]), out Vector<ushort> lowFirst, out Vector<ushort> lowSecond);
        Vector.Widen(new Vector<byte>(high[pixel..]), out Vector<ushort> highFirst, out Vector<ushort> highSecond);
        upperHalf = lowSecond | Vector.ShiftLeft(highSecond, 8);
        return lowFirst | Vector.ShiftLeft(highFirst, 8);
    }
}
