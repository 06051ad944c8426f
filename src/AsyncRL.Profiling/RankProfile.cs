using System.Collections.Immutable;
using System.Text.Json;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Profiling;

/// <summary>What the exchange with the other ranks costs one rank.</summary>
/// <param name="Rank">The number of the rank.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="Threads">Number of its actor-learners.</param>
/// <param name="AloneRates">Agent steps per second of the rank's engine alone, in each turn.</param>
/// <param name="Rates">Agent steps per second of the engine that exchanges, in each turn.</param>
/// <param name="Exchange">The cost of the exchange.</param>
public sealed record RankProfile(
    int Rank, string Host, int Threads, ImmutableArray<double> AloneRates, ImmutableArray<double> Rates, ExchangeProfile Exchange)
{
    /// <summary>Without the numbers that follow from others, which may be no numbers.</summary>
    private static readonly JsonSerializerOptions Format = new() { IgnoreReadOnlyProperties = true };

    /// <summary>The rate with the exchange divided by the rate alone, turn by turn.</summary>
    /// <returns>The ratios.</returns>
    public double[] Ratios()
    {
        var ratios = new double[Rates.Length];
        for (int i = 0; i < ratios.Length; i++) ratios[i] = Rates[i] / AloneRates[i];
        return ratios;
    }

    /// <summary>The median of the ratios: 1 if the exchange costs nothing.</summary>
    public double MedianRatio => Ratios().Median();

    /// <summary>Writes the profile, for another rank.</summary>
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    internal static RankProfile Of(byte[] bytes) => JsonSerializer.Deserialize<RankProfile>(bytes, Format)!;
}
