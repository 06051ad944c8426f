using System.Runtime.InteropServices;

namespace AsyncRL.Core.State;

/// <summary>
/// Refuses saved numbers that no state can have. A checkpoint may be damaged, and a number that is out of its range would fail much later:
/// as an index, in a loop without end, or as a NaN in what is learned.
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
}
