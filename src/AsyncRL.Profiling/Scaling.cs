using MathNet.Numerics.Statistics;

namespace AsyncRL.Profiling;

/// <summary>Compares the rates of two set-ups.</summary>
public static class Scaling
{
    /// <summary>
    /// The rate of a set-up divided by the rate of another one, as the median over the rounds. The rounds of the two alternate in time.
    /// Therefore a machine that slows down slows both.
    /// </summary>
    /// <param name="profile">A set-up.</param>
    /// <param name="other">Another set-up of the same profile.</param>
    /// <returns>The median of the rounds' ratios.</returns>
    public static double SpeedUp(SetupProfile profile, SetupProfile other)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(other);
        var ratios = new double[profile.Rates.Length];
        for (int i = 0; i < ratios.Length; i++) ratios[i] = profile.Rates[i] / other.Rates[i];
        return ratios.Median();
    }
}
