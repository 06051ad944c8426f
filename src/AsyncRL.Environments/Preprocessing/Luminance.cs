using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Converts colors to gray by their luminance (Rec. 601: 0.299 R + 0.587 G + 0.114 B). Images of one channel are not changed.
/// </summary>
/// <remarks>
/// In fixed point, Y = ⌊(77 R + 150 G + 29 B + 128) / 256⌋, which rounds to the nearest with halves up. The weights sum to 256, so grays do
/// not change. The weights differ from the recommendation's by less than 0.002, so Y is within one gray level of the exact luminance,
/// rounded.
/// </remarks>
public sealed class Luminance : ImageWrapper
{
    private const int Red = Color.RedWeight, Green = Color.GreenWeight, Blue = Color.BlueWeight, Half = 128, Shift = 8;
    private const int Colors = 3;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">It shows images of 3 channels (red, green, blue) or of 1; the wrapper owns it from now on.</param>
    /// <exception cref="ArgumentException">The environment shows no such images.</exception>
    public Luminance(IEnvironment inner)
        : base(inner, GrayOf(inner))
    {
    }

    /// <summary>Converts colors to gray.</summary>
    /// <param name="colors">[pixels, 3].</param>
    /// <param name="gray">[pixels].</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Convert(ReadOnlySpan<byte> colors, Span<byte> gray)
    {
        if (colors.Length != Colors * gray.Length)
            throw new ArgumentException($"{colors.Length} bytes are not {gray.Length} pixels of {Colors} colors.", nameof(colors));
        ref byte source = ref MemoryMarshal.GetReference(colors);
        ref byte target = ref MemoryMarshal.GetReference(gray);
        int pixel = 0;
        for (; pixel <= gray.Length - Vector256<byte>.Count; pixel += Vector256<byte>.Count)
            Gray(ref Unsafe.Add(ref source, Colors * pixel)).StoreUnsafe(ref target, (nuint)pixel);
        for (; pixel < gray.Length; pixel++)
        {
            ReadOnlySpan<byte> parts = colors.Slice(Colors * pixel, Colors);
            gray[pixel] = (byte)(((Red * parts[0]) + (Green * parts[1]) + (Blue * parts[2]) + Half) >> Shift);
        }
    }

    /// <inheritdoc/>
    protected override void Change(ReadOnlySpan<byte> image, Span<byte> changed)
    {
        if (image.Length == changed.Length) image.CopyTo(changed);
        else Convert(image, changed);
    }

    /// <summary>
    /// Converts 32 pixels. Each half of the three vectors holds the bytes of 16 successive pixels, so no shuffle crosses the halves.
    /// </summary>
    private static Vector256<byte> Gray(ref byte pixels)
    {
        Vector256<byte> first = Halves(ref pixels, 0), second = Halves(ref pixels, 16), third = Halves(ref pixels, 32);
        const byte o = byte.MaxValue;
        Vector256<byte> red =
            Pick(first, Vector128.Create(0, 3, 6, 9, 12, 15, o, o, o, o, o, o, o, o, o, o))
            | Pick(second, Vector128.Create(o, o, o, o, o, o, 2, 5, 8, 11, 14, o, o, o, o, o))
            | Pick(third, Vector128.Create(o, o, o, o, o, o, o, o, o, o, o, 1, 4, 7, 10, 13));
        Vector256<byte> green =
            Pick(first, Vector128.Create(1, 4, 7, 10, 13, o, o, o, o, o, o, o, o, o, o, o))
            | Pick(second, Vector128.Create(o, o, o, o, o, 0, 3, 6, 9, 12, 15, o, o, o, o, o))
            | Pick(third, Vector128.Create(o, o, o, o, o, o, o, o, o, o, o, 2, 5, 8, 11, 14));
        Vector256<byte> blue =
            Pick(first, Vector128.Create(2, 5, 8, 11, 14, o, o, o, o, o, o, o, o, o, o, o))
            | Pick(second, Vector128.Create(o, o, o, o, o, 1, 4, 7, 10, 13, o, o, o, o, o, o))
            | Pick(third, Vector128.Create(o, o, o, o, o, o, o, o, o, o, 0, 3, 6, 9, 12, 15));
        Vector256<ushort> even = Weigh(Even(red), Even(green), Even(blue)), odd = Weigh(Odd(red), Odd(green), Odd(blue));
        return (even >> Shift).AsByte() | (odd & Vector256.Create((ushort)0xFF00)).AsByte();
    }

    /// <summary>Every other byte as a word. No byte has to move, neither here nor on the way back.</summary>
    private static Vector256<ushort> Even(Vector256<byte> bytes) => bytes.AsUInt16() & Vector256.Create((ushort)0xFF);

    private static Vector256<ushort> Odd(Vector256<byte> bytes) => bytes.AsUInt16() >> Shift;

    private static Vector256<byte> Halves(ref byte pixels, nuint offset) =>
        Vector256.Create(Vector128.LoadUnsafe(ref pixels, offset), Vector128.LoadUnsafe(ref pixels, offset + 48));

    /// <summary>Picks bytes by their position in each half; a position outside gives 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Pick(Vector256<byte> bytes, Vector128<byte> places) => Vector256.IsHardwareAccelerated
        ? Vector256.Shuffle(bytes, Vector256.Create(places, places | Vector128.Create((byte)16)))
        : Vector256.Create(Vector128.Shuffle(bytes.GetLower(), places), Vector128.Shuffle(bytes.GetUpper(), places));

    /// <summary>The luminance times 256, plus a half. It is at most 255 · 256 + 128, which fits into 16 bits.</summary>
    private static Vector256<ushort> Weigh(Vector256<ushort> red, Vector256<ushort> green, Vector256<ushort> blue) =>
        (red * (ushort)Red) + (green * (ushort)Green) + (blue * (ushort)Blue) + Vector256.Create((ushort)Half);

    private static ObservationSpecification GrayOf(IEnvironment inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ObservationSpecification image = inner.Observation;
        if (image.Channels is not (1 or Colors))
            throw new ArgumentException($"Expected images of 1 or {Colors} channels: {image}.", nameof(inner));
        return ObservationSpecification.Pixels(image.Height, image.Width, 1);
    }
}
