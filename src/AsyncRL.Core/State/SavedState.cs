namespace AsyncRL.Core.State;

/// <summary>
/// Reads saved numbers and refuses those that no state can have. A checkpoint may be damaged, and a number that is out of its range would
/// fail much later: as an index, in a loop without end, or as a NaN in what is learned.
/// </summary>
public static class SavedState
{
    /// <summary>Larger than any number that a game keeps, and so small that sums and small multiples stay within 32 bits.</summary>
    public const int LargestNumber = 1 << 24;

    /// <summary>Reads a whole number.</summary>
    /// <param name="reader">Stands where the number begins.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
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
    /// <param name="reader">Stands where the number begins.</param>
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
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
    /// <param name="what">What it is called, for the message.</param>
    /// <param name="number">The number.</param>
    /// <param name="low">The smallest that can be.</param>
    /// <param name="high">The largest that can be.</param>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public static void Check(string what, long number, long low, long high)
    {
        if (number < low || number > high) throw new InvalidDataException($"the {what} is {number}; expected {low} to {high}");
    }

    /// <summary>Refuses numbers that are not finite.</summary>
    /// <param name="what">What they are called, for the message.</param>
    /// <param name="numbers">The numbers.</param>
    /// <exception cref="InvalidDataException">One is not finite.</exception>
    public static void CheckFinite(string what, ReadOnlySpan<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (float.IsFinite(numbers[i])) continue;
            throw new InvalidDataException(
                FormattableString.Invariant($"number {i} of the {what} is {numbers[i]}; expected a finite number"));
        }
    }
}
