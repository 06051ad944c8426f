using System.Numerics;
using System.Runtime.InteropServices;
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
        if (_reader is null) return;
        int read = _reader.ReadInt32();
        SavedState.Check(what, read, low, high);
        number = read;
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

    /// <summary>Writes or reads a whole number of 64 bits, for a property: x = state.LongNumber(x, …).</summary>
    /// <param name="number">The number.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <returns>The number itself, or the number read.</returns>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public long LongNumber(long number, string what, long low, long high)
    {
        LongNumber(ref number, what, low, high);
        return number;
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
        if (_reader is null) return;
        double read = _reader.ReadDouble();
        if (!(read >= low && read <= high)) throw Refuse(what, read, low, high);
        number = read;
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

    /// <summary>Writes or reads a real number that need not be finite, and is not checked: x = state.AnyReal(x).</summary>
    /// <param name="number">The number.</param>
    /// <returns>The number itself, or the number read.</returns>
    public double AnyReal(double number)
    {
        _writer?.Write(number);
        return _reader?.ReadDouble() ?? number;
    }

    /// <summary>Writes or reads a real number of 32 bits, which is finite.</summary>
    /// <param name="number">The number.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be; null for no limit.</param>
    /// <exception cref="InvalidDataException">It is not finite or too small.</exception>
    public void Float(ref float number, string what, float? low = null)
    {
        _writer?.Write(number);
        if (_reader is null) return;
        float read = _reader.ReadSingle();
        if (!IsPossible(read, low))
            throw new InvalidDataException(FormattableString.Invariant($"the {what} is {read}; expected {Expected(low)}"));
        number = read;
    }

    /// <summary>Writes or reads a block of finite numbers of any length, which is known to the caller and is not saved.</summary>
    /// <typeparam name="T">The kind of the numbers.</typeparam>
    /// <param name="numbers">The numbers.</param>
    /// <param name="what">What all of them are called, for the message.</param>
    /// <param name="low">The smallest that can be; null for no limit.</param>
    /// <exception cref="InvalidDataException">One is not finite or too small.</exception>
    public void Floats<T>(Span<T> numbers, string what, T? low = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < numbers.Length; start += SavedState.PieceLength)
        {
            Span<T> piece = numbers.Slice(start, Math.Min(SavedState.PieceLength, numbers.Length - start));
            _writer?.Write(MemoryMarshal.AsBytes(piece));
            if (_reader is null) continue;
            _reader.ReadExactly(MemoryMarshal.AsBytes(piece));
            Check(what, piece, start, low);
        }
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

    /// <summary>Writes or reads a truth value, for a property: x = state.Truth(x, …).</summary>
    /// <param name="truth">The truth value.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <returns>The truth value itself, or the one read.</returns>
    /// <exception cref="InvalidDataException">The byte is neither 0 nor 1.</exception>
    public bool Truth(bool truth, string what)
    {
        Truth(ref truth, what);
        return truth;
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

    /// <summary>Writes or reads a text, which the caller checks: x = state.Text(x).</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text itself, or the text read.</returns>
    public string Text(string text)
    {
        _writer?.Write(text);
        return _reader?.ReadString() ?? text;
    }

    /// <summary>Writes or reads the state of a generator: 32 bytes, first word first, each little-endian.</summary>
    /// <param name="generator">The generator.</param>
    /// <exception cref="InvalidDataException">The state is one that no generator has.</exception>
    public void Generator(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        (ulong word0, ulong word1, ulong word2, ulong word3) = generator.State;
        Bits(ref word0);
        Bits(ref word1);
        Bits(ref word2);
        Bits(ref word3);
        if (!IsRestoring) return;
        var read = new GeneratorState(word0, word1, word2, word3);
        if (read == default) throw new InvalidDataException("the state of a generator is four zeros; expected another");
        generator.State = read;
    }

    private static InvalidDataException Refuse(string what, double number, double low, double high)
    {
        string expected = high < double.MaxValue ? FormattableString.Invariant($"{low} to {high}")
            : low > double.MinValue ? FormattableString.Invariant($"a finite number of at least {low}") : "a finite number";
        return new InvalidDataException(FormattableString.Invariant($"the {what} is {number}; expected {expected}"));
    }

    private static void Check<T>(string what, ReadOnlySpan<T> numbers, int start, T? low)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (IsPossible(numbers[i], low)) continue;
            throw new InvalidDataException(
                FormattableString.Invariant($"number {start + i} of the {what} is {numbers[i]}; expected {Expected(low)}"));
        }
    }

    private static bool IsPossible<T>(T number, T? low)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.IsFinite(number) && !(low is { } least && number < least);

    private static string Expected<T>(T? low)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        low is null ? "a finite number" : FormattableString.Invariant($"a finite number of at least {low}");
}
