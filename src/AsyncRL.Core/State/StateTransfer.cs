using AsyncRL.Core.Randomness;

namespace AsyncRL.Core.State;

/// <summary>
/// Writes state to a file or reads it back. Code with state names each number once, in one order, for both directions. What is read and
/// lies out of its range is refused, with the number's own name in the message.
/// </summary>
public readonly ref struct StateTransfer
{
    private readonly BinaryWriter? _writer;
    private readonly BinaryReader? _reader;

    /// <summary>Saves.</summary>
    /// <param name="writer">Receives the state.</param>
    public StateTransfer(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
    }

    /// <summary>Restores.</summary>
    /// <param name="reader">The source of the state.</param>
    public StateTransfer(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _reader = reader;
    }

    /// <summary>Whether state is read and not written. What follows from the state must then be computed again.</summary>
    public bool IsRestoring => _reader is not null;

    /// <summary>Writes or reads a whole number. It is checked when it is read.</summary>
    /// <param name="number">The number.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public void Number(
        ref int number, string what, int low = -SavedState.LargestNumber, int high = SavedState.LargestNumber)
    {
        _writer?.Write(number);
        if (_reader is not null) number = _reader.ReadNumber(what, low, high);
    }

    /// <summary>Writes or reads a whole number, for a property: x = state.Number(x, …).</summary>
    /// <param name="number">The number.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <returns>The number itself, or the number read.</returns>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public int Number(int number, string what, int low, int high)
    {
        Number(ref number, what, low, high);
        return number;
    }

    /// <summary>Writes or reads a count, which is not negative.</summary>
    /// <param name="count">The count.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <exception cref="InvalidDataException">It is negative, or larger than any state's.</exception>
    public void Count(ref int count, string what) => Number(ref count, what, 0);

    /// <summary>Writes or reads whole numbers of one kind. Their number is known to the caller and is not saved.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="what">What one of them is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">One is out of range.</exception>
    public void Numbers(
        Span<int> numbers, string what, int low = -SavedState.LargestNumber, int high = SavedState.LargestNumber)
    {
        foreach (ref int number in numbers) Number(ref number, what, low, high);
    }

    /// <summary>Writes or reads a whole number of 64 bits.</summary>
    /// <param name="number">The number.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public void LongNumber(ref long number, string what, long low, long high)
    {
        _writer?.Write(number);
        if (_reader is null) return;
        long read = _reader.ReadInt64();
        SavedState.Check(what, read, low, high);
        number = read;
    }

    /// <summary>Writes or reads 64 bits, all of whose values can be.</summary>
    /// <param name="bits">The bits.</param>
    public void Bits(ref ulong bits)
    {
        _writer?.Write(bits);
        if (_reader is not null) bits = _reader.ReadUInt64();
    }

    /// <summary>Writes or reads a real number, which is finite.</summary>
    /// <param name="number">The number.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">It is not finite or out of range.</exception>
    public void Real(ref double number, string what, double low = double.MinValue, double high = double.MaxValue)
    {
        _writer?.Write(number);
        if (_reader is not null) number = _reader.ReadReal(what, low, high);
    }

    /// <summary>Writes or reads a real number, for a property: x = state.Real(x, …).</summary>
    /// <param name="number">The number.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <returns>The number itself, or the number read.</returns>
    /// <exception cref="InvalidDataException">It is not finite or out of range.</exception>
    public double Real(double number, string what, double low = double.MinValue, double high = double.MaxValue)
    {
        Real(ref number, what, low, high);
        return number;
    }

    /// <summary>Writes or reads real numbers of one kind. Their number is known to the caller and is not saved.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="what">What one of them is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">One is not finite or out of range.</exception>
    public void Reals(Span<double> numbers, string what, double low = double.MinValue, double high = double.MaxValue)
    {
        foreach (ref double number in numbers) Real(ref number, what, low, high);
    }

    /// <summary>Writes or reads a truth value.</summary>
    /// <param name="truth">The truth value.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <exception cref="InvalidDataException">The byte is neither 0 nor 1.</exception>
    public void Truth(ref bool truth, string what)
    {
        _writer?.Write(truth);
        if (_reader is null) return;
        byte read = _reader.ReadByte();
        SavedState.Check(what, read, 0, 1);
        truth = read != 0;
    }

    /// <summary>Writes or reads truth values. Their number is known to the caller and is not saved.</summary>
    /// <param name="truths">The truth values.</param>
    /// <param name="what">What one of them is called, for the message.</param>
    /// <exception cref="InvalidDataException">A byte is neither 0 nor 1.</exception>
    public void Truths(Span<bool> truths, string what)
    {
        foreach (ref bool truth in truths) Truth(ref truth, what);
    }

    /// <summary>Writes or reads bytes. Their number is known to the caller and is not saved.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="what">What one of them is called, for the message.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">One is out of range.</exception>
    public void Bytes(Span<byte> bytes, string what, byte high = byte.MaxValue)
    {
        _writer?.Write(bytes);
        if (_reader is null) return;
        _reader.ReadExactly(bytes);
        if (high == byte.MaxValue) return;
        foreach (byte read in bytes) SavedState.Check(what, read, 0, high);
    }

    /// <summary>Writes or reads the state of a generator.</summary>
    /// <param name="generator">The generator.</param>
    /// <exception cref="InvalidDataException">The state is one that no generator has.</exception>
    public void Generator(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (_writer is not null) generator.State.Write(_writer);
        if (_reader is null) return;
        GeneratorState read = GeneratorState.Read(_reader);
        if (read == default) throw new InvalidDataException("the state of a generator is four zeros; expected another");
        generator.State = read;
    }
}
