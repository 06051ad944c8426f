using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// The horizontal half of an area average. It computes weighted sums of neighbors in a row for as many pixels as one vector supplies.
/// </summary>
/// <remarks>
/// A run of target numbers whose first source numbers are within one vector is computed at once. The vector is shuffled so that each vector
/// holds the source of its number. For each further tap, the vector one pixel on is shuffled by the same pattern. Vectors beyond the run
/// hold unused values; the next run overwrites what they store.
/// </remarks>
/// <typeparam name="T">A type that holds the sums.</typeparam>
internal sealed class AreaColumns<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly int[] _targets, _sources;
    private readonly Vector128<byte>[] _patterns;
    private readonly Vector128<T>[] _weights;
    private readonly int _taps;
    private readonly int _channels;

    /// <summary>Prepares the shuffles and the weights.</summary>
    /// <param name="weights">The weights of the columns.</param>
    /// <param name="columns">The number of columns of the target.</param>
    /// <param name="channels">The number of values per pixel.</param>
    internal AreaColumns(AreaWeights weights, int columns, int channels)
    {
        (_taps, _channels) = (weights.Taps, channels);
        List<int> targets = [], sources = [];
        List<Vector128<byte>> patterns = [];
        List<Vector128<T>> perTap = [];
        for (int target = 0; target < columns * channels;)
        {
            int source = SourceOf(target, weights), length = RunLength(target, source, columns * channels, weights);
            targets.Add(target);
            sources.Add(source);
            patterns.Add(PatternOf(target, length, source, weights));
            for (int tap = 0; tap < _taps; tap++) perTap.Add(WeightsOf(target, length, tap, weights));
            target += length;
        }

        (_targets, _sources, _patterns, _weights) = ([.. targets], [.. sources], [.. patterns], [.. perTap]);
    }

    /// <summary>The number of values past the end of a source row that are read with a weight of 0.</summary>
    internal int Overrun => (_taps * _channels) + Vector128<T>.Count;

    /// <summary>For each number of a target row, sums the source numbers that it covers.</summary>
    /// <param name="row">A row of the source, followed by <see cref="Overrun"/> numbers.</param>
    /// <param name="sums">Receives a sum for each number of a target row, followed by up to one vector of unused values.</param>
    internal void Sum(ReadOnlySpan<T> row, Span<T> sums)
    {
        ref T from = ref MemoryMarshal.GetReference(row), to = ref MemoryMarshal.GetReference(sums);
        ref Vector128<T> weight = ref MemoryMarshal.GetArrayDataReference(_weights);
        ReadOnlySpan<Vector128<byte>> patterns = _patterns;
        ReadOnlySpan<int> sources = _sources.AsSpan(0, patterns.Length), targets = _targets.AsSpan(0, patterns.Length);
        nint taps = _taps, channels = _channels;
        for (int run = 0; run < patterns.Length; run++)
        {
            Vector128<byte> pattern = patterns[run];
            ref T source = ref Unsafe.Add(ref from, sources[run]);
            Vector128<T> sum = Shuffled(ref source, pattern) * weight;
            for (nint tap = 1; tap < taps; tap++)
            {
                source = ref Unsafe.Add(ref source, channels);
                weight = ref Unsafe.Add(ref weight, 1);
                sum += Shuffled(ref source, pattern) * weight;
            }

            weight = ref Unsafe.Add(ref weight, 1);
            sum.StoreUnsafe(ref to, (nuint)targets[run]);
        }
    }

    private static Vector128<T> Shuffled(ref T source, Vector128<byte> pattern) =>
        Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source).AsByte(), pattern).As<byte, T>();

    /// <summary>The index of the first source number of a target number.</summary>
    private int SourceOf(int target, AreaWeights weights) =>
        (weights.FirstOf(target / _channels) * _channels) + (target % _channels);

    private int RunLength(int target, int source, int end, AreaWeights weights)
    {
        int length = 1;
        while (length < Vector128<T>.Count && target + length < end)
        {
            int width = SourceOf(target + length, weights) - source;
            if (width < 0 || width >= Vector128<T>.Count) break;
            length++;
        }

        return length;
    }

    private Vector128<byte> PatternOf(int target, int length, int source, AreaWeights weights)
    {
        int size = Unsafe.SizeOf<T>();
        Vector128<byte> pattern = Vector128<byte>.Zero;
        for (int i = 0; i < length * size; i++)
            pattern = pattern.WithElement(i, (byte)(((SourceOf(target + (i / size), weights) - source) * size) + (i % size)));
        return pattern;
    }

    private Vector128<T> WeightsOf(int target, int length, int tap, AreaWeights weights)
    {
        Vector128<T> lanes = Vector128<T>.Zero;
        for (int i = 0; i < length; i++)
            lanes = lanes.WithElement(i, T.CreateChecked(weights.WeightOf((target + i) / _channels, tap)));
        return lanes;
    }
}
