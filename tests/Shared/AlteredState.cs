using AsyncRL.Core.Randomness;

namespace AsyncRL.TestSources;

/// <summary>Saved states with altered bytes, as a damaged file has them.</summary>
internal static class AlteredState
{
    /// <summary>Flips bits, writes extreme numbers, and cuts; half of the time among the first numbers, which are not pixels.</summary>
    internal static byte[] Of(byte[] state, RandomGenerator generator)
    {
        byte[] altered = [.. state];
        for (int change = 1 + generator.NextInteger(4); change > 0; change--)
        {
            bool nearTheEnd = generator.NextInteger(2) == 0;
            int range = nearTheEnd ? Math.Min(300, altered.Length) : altered.Length;
            int at = altered.Length - range + generator.NextInteger(range);
            Span<byte> place = altered.AsSpan(at);
            switch (generator.NextInteger(5))
            {
                case 0: place[0] ^= (byte)(1 << generator.NextInteger(8)); break;
                case 1: place[0] = (byte)generator.NextInteger(256); break;
                case 2 when place.Length >= sizeof(int): BitConverter.TryWriteBytes(place, Extreme(generator)); break;
                case 3 when place.Length >= sizeof(double): BitConverter.TryWriteBytes(place, ExtremeReal(generator)); break;
                case 4 when generator.NextInteger(8) == 0: return altered[..at];
                default: place[0] ^= 0xFF; break;
            }
        }

        return altered;
    }

    private static int Extreme(RandomGenerator generator)
    {
        int[] numbers = [int.MinValue, int.MaxValue, -1, 0, 1, 1 << 16, 1 << 23, -(1 << 23)];
        return numbers[generator.NextInteger(numbers.Length)];
    }

    private static double ExtremeReal(RandomGenerator generator)
    {
        double[] numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300, 1e5, -1, 0, double.Epsilon];
        return numbers[generator.NextInteger(numbers.Length)];
    }
}
