namespace AsyncRL.Core.State;

/// <summary>
/// Writes a game's numbers to a file or reads them back. A game lists its state once, in one order, for both directions.
/// </summary>
public readonly ref struct StateTransfer
{
    private readonly BinaryWriter? _writer;
    private readonly BinaryReader? _reader;

    /// <summary>Saves.</summary>
    /// <param name="writer">Receives the numbers.</param>
    public StateTransfer(BinaryWriter writer) => _writer = writer;

    /// <summary>Restores.</summary>
    /// <param name="reader">The source of the numbers.</param>
    public StateTransfer(BinaryReader reader) => _reader = reader;

    /// <summary>Writes a place, a speed or the like, or reads it.</summary>
    /// <param name="number">The number.</param>
    public void Number(ref int number) => Number(ref number, -SavedState.LargestNumber, SavedState.LargestNumber);

    /// <summary>Writes a count, or reads it.</summary>
    /// <param name="count">The count, which is not negative.</param>
    public void Count(ref int count) => Number(ref count, 0, SavedState.LargestNumber);

    /// <summary>Writes a number, or reads it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">What is read is out of range.</exception>
    public void Number(ref int number, int low, int high)
    {
        _writer?.Write(number);
        if (_reader is not null) number = _reader.ReadNumber("game's number", low, high);
    }

    /// <summary>Writes several numbers, or reads the same number of them.</summary>
    /// <param name="numbers">The numbers.</param>
    public void Numbers(Span<int> numbers)
    {
        foreach (ref int number in numbers) Number(ref number);
    }

    /// <summary>Writes a truth value, or reads it.</summary>
    /// <param name="truth">The truth value.</param>
    public void Truth(ref bool truth)
    {
        int number = truth ? 1 : 0;
        Number(ref number);
        truth = number != 0;
    }
}
