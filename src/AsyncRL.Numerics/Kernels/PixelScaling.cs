using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Converts bytes 0 to 255 to floats 0 to 1 in one pass, at the machine's widest vectors.</summary>
/// <remarks>
/// destination[i] = source[i] · (1/255): the conversion is exact and the product is rounded once. Therefore every width gives the same
/// bits.
/// </remarks>
internal static class PixelScaling
{
    private const float Share = 1f / 255;

    /// <summary>Converts and scales to floats, or to another element one number at a time.</summary>
    /// <param name="pixels">The bytes.</param>
    /// <param name="destination">As long as the bytes.</param>
    internal static void ToUnitInterval<T>(ReadOnlySpan<byte> pixels, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(destination.Length, pixels.Length);
        if (typeof(T) == typeof(float)) ToUnitInterval(pixels, MemoryMarshal.Cast<T, float>(destination));
        else for (int i = 0; i < pixels.Length; i++) destination[i] = T.CreateTruncating(pixels[i] * Share);
    }

    /// <summary>Converts and scales.</summary>
    /// <param name="pixels">The bytes.</param>
    /// <param name="destination">As long as the bytes.</param>
    internal static void ToUnitInterval(ReadOnlySpan<byte> pixels, Span<float> destination)
    {
        Check.SameLength(destination.Length, pixels.Length);
        ref byte from = ref MemoryMarshal.GetReference(pixels);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)pixels.Length, i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i + 64 <= length; i += 64)
            {
                Scale16(ref from, ref to, i);
                Scale16(ref from, ref to, i + 16);
                Scale16(ref from, ref to, i + 32);
                Scale16(ref from, ref to, i + 48);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 16 <= length; i += 16) ScaleFourFours(ref from, ref to, i);
        }

        for (; i < length; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i) * Share;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale16(ref byte from, ref float to, nuint at)
    {
        Vector512<int> integers = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref from, at));
        (Vector512.ConvertToSingle(integers) * Share).StoreUnsafe(ref to, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScaleFourFours(ref byte from, ref float to, nuint at)
    {
        if (Avx2.IsSupported)
        {
            Scale8(ref from, ref to, at);
            Scale8(ref from, ref to, at + 8);
            return;
        }

        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref from, at));
        (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(low);
        (Vector128<uint> third, Vector128<uint> fourth) = Vector128.Widen(high);
        (Vector128.ConvertToSingle(first.AsInt32()) * Share).StoreUnsafe(ref to, at);
        (Vector128.ConvertToSingle(second.AsInt32()) * Share).StoreUnsafe(ref to, at + 4);
        (Vector128.ConvertToSingle(third.AsInt32()) * Share).StoreUnsafe(ref to, at + 8);
        (Vector128.ConvertToSingle(fourth.AsInt32()) * Share).StoreUnsafe(ref to, at + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale8(ref byte from, ref float to, nuint at)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, at))).AsByte();
        (Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(bytes)) * Share).StoreUnsafe(ref to, at);
    }
}
