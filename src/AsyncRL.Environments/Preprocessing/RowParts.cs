namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// The division of the rows of a picture into at most eight equal parts of some whole vectors; the last part may be shorter.
/// </summary>
internal readonly record struct RowParts
{
    private const int Most = 8, ShortestShift = 5;

    private readonly int _lengthShift;

    /// <summary>Divides rows.</summary>
    /// <param name="rowLength">The number of bytes in a row, at least 1.</param>
    internal RowParts(int rowLength)
    {
        _lengthShift = ShortestShift;
        while ((Most << _lengthShift) < rowLength) _lengthShift++;
        Count = Of(rowLength - 1) + 1;
    }

    /// <summary>The number of bytes in a part, a multiple of 32.</summary>
    internal int Length => 1 << _lengthShift;

    /// <summary>The number of parts.</summary>
    internal int Count { get; }

    /// <summary>The set of all parts: one bit for each, the lowest for the leftmost.</summary>
    internal uint All => (1u << Count) - 1;

    /// <summary>The part that a byte of a row belongs to.</summary>
    internal int Of(int at) => at >> _lengthShift;
}
