using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>Scales images by area averaging, from one size to another, both fixed.</summary>
internal abstract class AreaAverage
{
    /// <summary>Prepares the weights.</summary>
    /// <param name="source">The images to scale.</param>
    /// <param name="target">As many channels in another size.</param>
    /// <returns>What scales them, in the narrowest arithmetic that holds its sums.</returns>
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
/// Area averaging in whole numbers: per row of the target, sums of rows, then of columns, then a division by the sum of all weights.
/// </summary>
/// <remarks>
/// Sums are exact. The quotient is too, rounded to nearest, half up, wherever all weights of a pixel sum to 8192 or less: 200 for 160×210
/// pixels that become 84×84. Beyond, a mean next to a half may be rounded to the other side. A constant image stays what it is.
/// </remarks>
/// <typeparam name="T">What holds 255 times the sum of all weights of a pixel.</typeparam>
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
        for (; i <= means.Length - Vector128<int>.Count; i += Vector128<int>.Count)
        {
            Vector128<int> quotients = Divided(Lanes32(ref Unsafe.Add(ref sums, i)));
            Vector128<byte> bytes = Vector128.NarrowWithSaturation(
                Vector128.NarrowWithSaturation(quotients, quotients).AsUInt16(), Vector128<ushort>.Zero);
            Unsafe.WriteUnaligned(ref means[i], bytes.AsInt32().ToScalar());
        }

        for (; i < means.Length; i++) means[i] = (byte)Divided(Vector128.CreateScalar(int.CreateTruncating(_sums[i]))).ToScalar();
    }

    /// <summary>
    /// Adding half a unit to a whole sum lifts halves of the quotient, and nothing that lies below them, over the edge where the rounding
    /// of floats could drop them.
    /// </summary>
    private Vector128<int> Divided(Vector128<int> sums)
    {
        Vector128<float> lifted = Vector128.ConvertToSingle(sums) + Vector128.Create(0.5f);
        return Vector128.ConvertToInt32Native((lifted * _perWeight) + Vector128.Create(0.5f));
    }

    private static Vector128<int> Lanes32(ref T sums) => typeof(T) == typeof(ushort)
        ? Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<T, byte>(ref sums))).AsUInt16()).AsInt32()
        : Vector128.LoadUnsafe(ref Unsafe.As<T, int>(ref sums));
}
