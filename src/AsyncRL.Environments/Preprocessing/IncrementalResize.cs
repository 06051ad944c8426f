using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Shows what <see cref="Resize"/> around <see cref="ActionRepeat"/> shows, byte for byte, but computes only what changed since the last
/// agent step: the maximum only of cells that the game has drawn on, and averages only of parts of rows whose maximum is another.
/// </summary>
/// <remarks>What it keeps follows from the frames that it last showed, whatever they were, so it is not saved.</remarks>
internal sealed class IncrementalResize : Wrapper
{
    private readonly AreaAverage _average;
    private readonly int _height, _rowLength;

    /// <summary>The maximum that was last shown, and its averages.</summary>
    private readonly byte[] _maximum, _scaled;

    /// <summary>The cells in which the maximum that was last shown may differ from the game's background.</summary>
    private readonly PictureCells _shown;

    /// <summary>The cells in which the present maximum may differ from the last.</summary>
    private readonly PictureCells _candidates;

    /// <summary>The first row of the target that each row of the source belongs to, and the row after the last.</summary>
    private readonly int[] _firstTargets, _endTargets;

    /// <summary>For each row of the target, the parts that changed in the rows of the source that belong to it.</summary>
    private readonly byte[] _stale;

    internal IncrementalResize(ActionRepeat inner, int height, int width)
        : base(inner)
    {
        ObservationSpecification source = inner.Observation;
        Inner = inner;
        Observation = ObservationSpecification.Pixels(height, width, source.Channels);
        Resize.CheckSize(source);
        Resize.CheckSize(Observation);
        _average = AreaAverage.Between(source, Observation);
        (_height, _rowLength) = (source.Height, source.Width * source.Channels);
        (_maximum, _scaled, _stale) = (new byte[source.Size], new byte[Observation.Size], new byte[height]);
        (_shown, _candidates) = (new PictureCells(source), new PictureCells(source));
        _shown.AddAll();
        (_firstTargets, _endTargets) = (new int[_height], new int[_height]);
        for (int row = 0; row < _height; row++)
        {
            _firstTargets[row] = row * height / _height;
            _endTargets[row] = (((row + 1) * height) + _height - 1) / _height;
        }
    }

    /// <summary>The environment whose frames are shown.</summary>
    internal new ActionRepeat Inner { get; }

    /// <inheritdoc/>
    public override ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        Inner.Begin();
        Show(observation.Pixels);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        StepOutcome outcome = Inner.Repeat(action);
        Show(observation.Pixels);
        return outcome;
    }

    private void Show(Span<byte> scaled)
    {
        _candidates.Clear();
        _candidates.Add(_shown);
        _shown.Clear();
        Inner.AddDrawn(_shown);
        _candidates.Add(_shown);
        foreach (PictureCells.Block block in _candidates) Update(block);
        for (int row = 0; row < _stale.Length; row++)
        {
            if (_stale[row] == 0) continue;
            _average.ApplyParts(_maximum, row, _stale[row], _scaled);
            _stale[row] = 0;
        }

        _scaled.CopyTo(scaled);
    }

    /// <summary>Computes the maximum of some cells anew.</summary>
    private void Update(PictureCells.Block block)
    {
        int start = block.Top * _rowLength, length = (block.Bottom - block.Top) * _rowLength;
        ReadOnlySpan<byte> earlierRows = Inner.Earlier.Slice(start, length), latestRows = Inner.Latest.Slice(start, length);
        Span<byte> maximumRows = _maximum.AsSpan(start, length);
        byte part = (byte)(1 << block.Part);
        int lastVector = _rowLength - Vector256<byte>.Count;
        if (lastVector < 0)
        {
            // Such rows have one part.
            ActionRepeat.Maximum(earlierRows, latestRows, maximumRows);
            for (int row = block.Top; row < block.Bottom; row++) MarkStale(row, part);
            return;
        }

        ref byte earlier = ref MemoryMarshal.GetReference(earlierRows), latest = ref MemoryMarshal.GetReference(latestRows);
        ref byte maximum = ref MemoryMarshal.GetReference(maximumRows);
        for (int x = block.First; x < block.End; x += Vector256<byte>.Count)
        {
            // The last vector may overlap the one before it, so that no vector reads or writes past the row.
            nuint at = (nuint)Math.Min(x, lastVector);
            for (int row = block.Top; row < block.Bottom; row++, at += (nuint)_rowLength)
            {
                Vector256<byte> larger = Vector256.Max(Vector256.LoadUnsafe(ref earlier, at), Vector256.LoadUnsafe(ref latest, at));
                if (larger == Vector256.LoadUnsafe(ref maximum, at)) continue;
                larger.StoreUnsafe(ref maximum, at);
                MarkStale(row, part);
            }
        }
    }

    private void MarkStale(int row, byte part)
    {
        for (int target = _firstTargets[row]; target < _endTargets[row]; target++) _stale[target] |= part;
    }
}
