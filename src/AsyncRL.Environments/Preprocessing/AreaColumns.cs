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
    private readonly Part[] _parts;

    /// <summary>Prepares the shuffles and the weights.</summary>
    /// <param name="weights">The weights of the columns.</param>
    /// <param name="columns">The number of columns of the target.</param>
    /// <param name="channels">The number of values per pixel.</param>
    /// <param name="parts">The parts of a row of the source.</param>
    internal AreaColumns(AreaWeights weights, int columns, int channels, RowParts parts)
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
        _parts = new Part[parts.Count];
        for (int part = 0; part < parts.Count; part++) _parts[part] = PartOf(part * parts.Length, parts.Length, columns, weights);
    }

    /// <summary>The number of values past the end of a source row that are read with a weight of 0.</summary>
    internal int Overrun => (_taps * _channels) + Vector128<T>.Count;

    /// <summary>What successive parts of the source row belong to.</summary>
    /// <param name="first">The first part.</param>
    /// <param name="end">The part after the last.</param>
    internal Part Join(int first, int end)
    {
        Part left = _parts[first], right = _parts[end - 1];
        return new Part(left.FirstRun, right.EndRun, left.FirstSource, right.EndSource, left.FirstTarget, right.EndTarget);
    }

    /// <summary>For each number of a part of a target row, sums the source numbers that it covers.</summary>
    /// <param name="part">The part.</param>
    /// <param name="row">A row of the source, followed by <see cref="Overrun"/> numbers.</param>
    /// <param name="sums">Receives a sum for each number of the part at its place in the target row, followed by up to one vector of
    /// unused values.</param>
    internal void Sum(in Part part, ReadOnlySpan<T> row, Span<T> sums)
    {
        ref T from = ref MemoryMarshal.GetReference(row), to = ref MemoryMarshal.GetReference(sums);
        ref Vector128<T> weight = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_weights), part.FirstRun * _taps);
        ReadOnlySpan<Vector128<byte>> patterns = _patterns.AsSpan(part.FirstRun, part.EndRun - part.FirstRun);
        ReadOnlySpan<int> sources = _sources.AsSpan(part.FirstRun, patterns.Length);
        ReadOnlySpan<int> targets = _targets.AsSpan(part.FirstRun, patterns.Length);
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

    /// <summary>The runs of the target row that some bytes of a source row belong to, with all that these runs need.</summary>
    private Part PartOf(int firstByte, int length, int columns, AreaWeights weights)
    {
        int firstPixel = firstByte / _channels, lastPixel = (firstByte + length - 1) / _channels;
        int firstRun = 0, endRun = _targets.Length;
        while (weights.EndOf((TargetAfter(firstRun, columns) - 1) / _channels) <= firstPixel) firstRun++;
        while (weights.FirstOf(_targets[endRun - 1] / _channels) > lastPixel) endRun--;
        int target = _targets[firstRun], end = TargetAfter(endRun - 1, columns);
        int firstSource = weights.FirstOf(target / _channels), endSource = weights.EndOf((end - 1) / _channels);
        return new Part(firstRun, endRun, firstSource * _channels, endSource * _channels, target, end);
    }

    private int TargetAfter(int run, int columns) => run + 1 < _targets.Length ? _targets[run + 1] : columns * _channels;

    /// <summary>Successive runs, the source numbers that they cover, and the target numbers that they give. Ends are exclusive.</summary>
    internal readonly record struct Part(int FirstRun, int EndRun, int FirstSource, int EndSource, int FirstTarget, int EndTarget);
}
