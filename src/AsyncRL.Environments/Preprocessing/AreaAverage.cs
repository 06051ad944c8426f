using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>Scales images from one fixed size to another by area averaging.</summary>
/// <param name="parts">The parts of the source's rows that can be scaled alone.</param>
internal abstract class AreaAverage(RowParts parts)
{
    /// <summary>The parts of the source's rows that can be scaled alone.</summary>
    internal RowParts Parts { get; } = parts;

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

    /// <summary>Scales parts of the image that one row of the target shows.</summary>
    /// <param name="image">[height, width, channels] of the source.</param>
    /// <param name="row">The row of the target.</param>
    /// <param name="parts">A set of <see cref="Parts"/>; what they do not belong to is not written.</param>
    /// <param name="scaled">[height, width, channels] of the target; only numbers of the row are written.</param>
    internal abstract void ApplyParts(ReadOnlySpan<byte> image, int row, uint parts, Span<byte> scaled);
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
        : base(new RowParts(source.Width * source.Channels))
    {
        _rows = new AreaRows<T>(rows, target.Height, source.Width * source.Channels);
        _columns = new AreaColumns<T>(columns, target.Width, target.Channels, Parts);
        _rowLength = target.Width * target.Channels;
        _rowSums = new T[(source.Width * source.Channels) + _columns.Overrun];
        _sums = new T[_rowLength + Vector256<T>.Count];
        _perWeight = 1.0f / (rows.Sum * columns.Sum);
    }

    /// <inheritdoc/>
    internal override void Apply(ReadOnlySpan<byte> image, Span<byte> scaled)
    {
        for (int row = 0; row * _rowLength < scaled.Length; row++) ApplyParts(image, row, Parts.All, scaled);
    }

    /// <inheritdoc/>
    internal override void ApplyParts(ReadOnlySpan<byte> image, int row, uint parts, Span<byte> scaled)
    {
        while (parts != 0)
        {
            int first = BitOperations.TrailingZeroCount(parts), end = first + BitOperations.TrailingZeroCount(~(parts >> first));
            parts &= uint.MaxValue << end;
            AreaColumns<T>.Part part = _columns.Join(first, end);
            _rows.Sum(image, row, part.FirstSource, part.EndSource, _rowSums);
            _columns.Sum(part, _rowSums, _sums);
            Divide(part.FirstTarget, scaled.Slice((row * _rowLength) + part.FirstTarget, part.EndTarget - part.FirstTarget));
        }
    }

    private void Divide(int first, Span<byte> means)
    {
        ref T sums = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_sums), first);
        int i = 0;
        for (; i <= means.Length - Vector256<int>.Count; i += Vector256<int>.Count)
            Unsafe.WriteUnaligned(ref means[i], Divided(ref Unsafe.Add(ref sums, i)));
        if (i == means.Length) return;

        // The last vector also holds unused sums beyond the means; memory for them exists.
        for (ulong last = Divided(ref Unsafe.Add(ref sums, i)); i < means.Length; i++, last >>= 8) means[i] = (byte)last;
    }

    /// <summary>Eight quotients as bytes.</summary>
    private ulong Divided(ref T sums)
    {
        Vector256<int> quotients = Divided(Lanes32(ref sums));
        Vector128<short> words = Vector128.NarrowWithSaturation(quotients.GetLower(), quotients.GetUpper());
        return Vector128.NarrowWithSaturation(words.AsUInt16(), Vector128<ushort>.Zero).AsUInt64().ToScalar();
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
