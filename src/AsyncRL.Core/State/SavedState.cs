using System.Runtime.InteropServices;

namespace AsyncRL.Core.State;

/// <summary>
/// Reads saved numbers and refuses those that no state can have. A checkpoint may be damaged, and a number that is out of its range would
/// fail much later: as an index, in a loop without end, or as a NaN in what is learned.
/// </summary>
public static class SavedState
{
    /// <summary>Larger than any number that a game keeps, and so small that sums and small multiples stay within 32 bits.</summary>
    public const int LargestNumber = 1 << 24;

    /// <summary>
    /// The largest number of numbers that are written or read at once. A span of bytes cannot be as long as the longest block. The numbers
    /// of a piece are checked while they are in the cache.
    /// </summary>
    internal const int PieceLength = 1 << 16;

    /// <summary>Reads a whole number.</summary>
    /// <param name="reader">The position of the reader is at the number.</param>
    /// <param name="what">The name of the number, for the message.</param>
    /// <param name="low">The smallest possible number.</param>
    /// <param name="high">The largest possible number.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public static int ReadNumber(this BinaryReader reader, string what, int low, int high)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int number = reader.ReadInt32();
        Check(what, number, low, high);
        return number;
    }

    /// <summary>Reads a number that is finite.</summary>
    /// <param name="reader">The position of the reader is at the number.</param>
    /// <param name="what">The name of the number, for the message.</param>
    /// <param name="low">The smallest possible number.</param>
    /// <param name="high">The largest possible number.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidDataException">It is not finite or out of range.</exception>
    public static double ReadReal(
        this BinaryReader reader, string what, double low = double.MinValue, double high = double.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(reader);
        double number = reader.ReadDouble();
        if (number >= low && number <= high) return number;
        bool isUnbounded = low == double.MinValue && high == double.MaxValue;
        string expected = isUnbounded ? "a finite number" : FormattableString.Invariant($"{low} to {high}");
        throw new InvalidDataException(FormattableString.Invariant($"the {what} is {number}; expected {expected}"));
    }

    /// <summary>Refuses a whole number that is out of range.</summary>
    /// <param name="what">The name of the number, for the message.</param>
    /// <param name="number">The number.</param>
    /// <param name="low">The smallest possible number.</param>
    /// <param name="high">The largest possible number.</param>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public static void Check(string what, long number, long low, long high)
    {
        if (number < low || number > high) throw new InvalidDataException($"the {what} is {number}; expected {low} to {high}");
    }

    /// <summary>Writes a block of numbers of any length.</summary>
    /// <param name="writer">Receives the numbers, without their count.</param>
    /// <param name="numbers">The numbers.</param>
    public static void WriteNumbers(this BinaryWriter writer, ReadOnlySpan<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (; numbers.Length > PieceLength; numbers = numbers[PieceLength..])
            writer.Write(MemoryMarshal.AsBytes(numbers[..PieceLength]));
        writer.Write(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>Reads a block of finite numbers.</summary>
    /// <param name="reader">The position of the reader is at the first number.</param>
    /// <param name="what">The name of the numbers, for the message.</param>
    /// <param name="numbers">Receives the numbers.</param>
    /// <param name="low">The smallest possible number.</param>
    /// <exception cref="InvalidDataException">A number is not finite or too small.</exception>
    public static void ReadNumbers(this BinaryReader reader, string what, Span<float> numbers, float low = float.MinValue)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (int start = 0; start < numbers.Length;)
        {
            Span<float> piece = numbers.Slice(start, Math.Min(PieceLength, numbers.Length - start));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(piece));
            Check(what, piece, start, low);
            start += piece.Length;
        }
    }

    private static void Check(string what, ReadOnlySpan<float> numbers, int start, float low)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] >= low && numbers[i] <= float.MaxValue) continue;
            string expected = low == float.MinValue ? "a finite number" : FormattableString.Invariant($"a finite number of at least {low}");
            throw new InvalidDataException(
                FormattableString.Invariant($"number {start + i} of the {what} is {numbers[i]}; expected {expected}"));
        }
    }
}
