using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Libretro.Native;

/// <summary>Converts a row of a core's pixels to red, green and blue bytes. The brightest value of each format becomes 255.</summary>
internal static class PixelConversion
{
    /// <summary>Converts a row.</summary>
    /// <param name="format">The format.</param>
    /// <param name="from">The pixels.</param>
    /// <param name="to">[pixels, 3], overwritten.</param>
    internal static void Convert(PixelFormat format, ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (format == PixelFormat.Rgb8888)
        {
            ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(from);
            for (int i = 0; i < pixels.Length; i++) Set(to, i, (byte)(pixels[i] >> 16), (byte)(pixels[i] >> 8), (byte)pixels[i]);
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(from);
        bool hasSixGreen = format == PixelFormat.Rgb565;
        for (int i = 0; i < words.Length; i++)
        {
            int word = words[i];
            int red = (hasSixGreen ? word >> 11 : word >> 10) & 31, blue = word & 31;
            byte green = hasSixGreen ? FromSix((word >> 5) & 63) : FromFive((word >> 5) & 31);
            Set(to, i, FromFive(red), green, FromFive(blue));
        }
    }

    private static void Set(Span<byte> to, int pixel, byte red, byte green, byte blue) =>
        (to[3 * pixel], to[(3 * pixel) + 1], to[(3 * pixel) + 2]) = (red, green, blue);

    /// <summary>5 bits to 8: the high bits are repeated below.</summary>
    private static byte FromFive(int value) => (byte)((value << 3) | (value >> 2));

    private static byte FromSix(int value) => (byte)((value << 2) | (value >> 4));
}
