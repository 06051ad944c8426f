using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>Random permutations.</summary>
internal static class RandomOrder
{
    /// <summary>Puts numbers into a random order; all orders are equally likely (Fisher and Yates).</summary>
    internal static void Shuffle(Span<int> numbers, RandomGenerator generator)
    {
        for (int end = numbers.Length - 1; end > 0; end--)
        {
            int other = generator.NextInteger(end + 1);
            (numbers[end], numbers[other]) = (numbers[other], numbers[end]);
        }
    }
}
