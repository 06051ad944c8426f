using AsyncRL.Core.Randomness;

namespace AsyncRL.Cli.Tests;

/// <summary>Damage to bytes: flipped bits, cuts, insertions, copies, lengths and extreme numbers.</summary>
internal static class Mutation
{
    private static readonly long[] Numbers =
        [0, 1, -1, 2, 100_000_000, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40];

    private static readonly double[] Reals = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1, 0, 1e10];

    private static readonly float[] Singles = [float.NaN, float.PositiveInfinity, -1e38f, 1e38f, -1, 1e-44f];

    /// <summary>A damaged copy.</summary>
    internal static byte[] Of(byte[] bytes, RandomGenerator generator)
    {
        byte[] altered = [.. bytes];
        for (int change = 1 + generator.NextInteger(3); change > 0 && altered.Length > 0; change--) altered = Once(altered, generator);
        return altered;
    }

    private static byte[] Once(byte[] bytes, RandomGenerator generator)
    {
        // Lengths and counters are few and are at the start and the end. Half of the damage is done there.
        int range = generator.NextInteger(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 4096);
        int at = generator.NextInteger(range);
        if (generator.NextInteger(4) == 0) at = bytes.Length - 1 - at;
        Span<byte> place = bytes.AsSpan(at);
        switch (generator.NextInteger(9))
        {
            case 0: return bytes[..at];
            case 1: return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + generator.NextInteger(64))..]];
            case 2: return [.. bytes[..at], (byte)generator.NextInteger(256), .. bytes[at..]];
            case 3: return [.. bytes[..at], .. place[..Math.Min(64, place.Length)], .. bytes[at..]];
            case 4: BitConverter.TryWriteBytes(place, (int)Numbers[generator.NextInteger(Numbers.Length)]); break;
            case 5: BitConverter.TryWriteBytes(place, Numbers[generator.NextInteger(Numbers.Length)]); break;
            case 6: BitConverter.TryWriteBytes(place, Reals[generator.NextInteger(Reals.Length)]); break;
            case 7: BitConverter.TryWriteBytes(place, Singles[generator.NextInteger(Singles.Length)]); break;
            default: place[0] ^= (byte)(1 << generator.NextInteger(8)); break;
        }

        return bytes;
    }
}
