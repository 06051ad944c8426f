using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>Scales images from one fixed size to another by area averaging.</summary>
internal abstract class AreaAverage
{
    /// <summary>Prepares the weights.</summary>
    /// <param name="source">The images to scale.</param>
    /// <param name="target">Images of another size with the same number of channels.</param>
    /// <returns>The object that scales them, with the narrowest numbers that hold its sums.</returns>
    internal static AreaAverage Between(ObservationSpecification source, ObservationSpecification target)
    {
        AreaWeights rows = new(source.Height, target.Height), columns = new(source.Width, target.Width);
        return byte.MaxValue * rows.Sum * columns.Sum <= ushort.MaxValue
            ? new AreaAverage<ushort>(source, target, rows, columns)
            : new AreaAverage<uint>(source, target, rows, columns);
    }

    /// <summary>Scales an image.</summary>
    /// <param name="image">[height, width, channels] of the source.</param>
    /// <param name="scaled">[height, width, channels] of the target.</param>
    internal abstract void Apply(ReadOnlySpan<byte> image, Span<byte> scaled);
}

/// <summary>
/// Area averaging in whole numbers. Each row of the target needs sums of rows, then of columns, then a division by the sum of all weights.
/// </summary>
/// <remarks>
/// Sums are exact. The quotient is also exact, rounded to the nearest with halves up, if all weights of a pixel sum to 4096 or less. For
/// 160×210 pixels that become 84×84 the sum is 200. For larger sums a mean close to a half may be rounded to the other side. A constant
/// image does not change.
/// </remarks>
/// <typeparam name="T">A type that holds 255 times the sum of all weights of a pixel.</typeparam>
internal sealed class AreaAverage<T> : AreaAverage
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly AreaRows<T> _rows;
    private readonly AreaColumns<T> _columns;
    private readonly int _rowLength;
    private readonly T[] _rowSums;
    private readonly T[] _sums;
    private readonly float _perWeight;

    internal AreaAverage(ObservationSpecification source, ObservationSpecification target, AreaWeights rows, AreaWeights columns)
    {
        _rows = new AreaRows<T>(rows, target.Height, source.Width * source.Channels);
        _columns = new AreaColumns<T>(columns, target.Width, target.Channels);
        _rowLength = target.Width * target.Channels;
        _rowSums = new T[(source.Width * source.Channels) + _columns.Overrun];
        _sums = new T[_rowLength + Vector256<T>.Count];
        _perWeight = 1.0f / (rows.Sum * columns.Sum);
    }

    /// <inheritdoc/>
    internal override void Apply(ReadOnlySpan<byte> image, Span<byte> scaled)
    {
        for (int row = 0; row * _rowLength < scaled.Length; row++)
        {
            _rows.Sum(image, row, _rowSums);
            _columns.Sum(_rowSums, _sums);
            Divide(scaled.Slice(row * _rowLength, _rowLength));
        }
    }

    private void Divide(Span<byte> means)
    {
        ref T sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        int i = 0;
        for (; i <= means.Length - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Vector256<int> quotients = Divided(Lanes32(ref Unsafe.Add(ref sums, i)));
            Vector128<short> words = Vector128.NarrowWithSaturation(quotients.GetLower(), quotients.GetUpper());
            Vector128<byte> bytes = Vector128.NarrowWithSaturation(words.AsUInt16(), Vector128<ushort>.Zero);
            Unsafe.WriteUnaligned(ref means[i], bytes.AsUInt64().ToScalar());
        }

        // The last vector also holds unused sums beyond the row; memory for them exists.
        if (i == means.Length) return;
        Vector256<int> last = Divided(Lanes32(ref Unsafe.Add(ref sums, i)));
        for (int lane = 0; i < means.Length; lane++, i++) means[i] = (byte)last[lane];
    }

    /// <summary>
    /// A quarter of a unit, added to a whole sum. It lifts halves of the quotient above the threshold at which float rounding could lose
    /// them. A quotient below a half is at least half a unit below it, and stays below.
    /// </summary>
    private Vector256<int> Divided(Vector256<int> sums)
    {
        Vector256<float> lifted = Vector256.ConvertToSingle(sums) + Vector256.Create(0.25f);
        return Vector256.ConvertToInt32Native((lifted * _perWeight) + Vector256.Create(0.5f));
    }

    private static Vector256<int> Lanes32(ref T sums) => typeof(T) == typeof(ushort)
        ? Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<T, ushort>(ref sums)).ToVector256Unsafe()).AsInt32()
        : Vector256.LoadUnsafe(ref Unsafe.As<T, int>(ref sums));
}
