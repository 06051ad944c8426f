using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Profiling;

/// <summary>What more threads are worth.</summary>
public static class Scaling
{
    /// <summary>
    /// How many times the rate of another set-up, in the middle of the rounds: rounds of the two lie side by side in time, so that a
    /// machine that slows down slows both.
    /// </summary>
    /// <param name="profile">A set-up.</param>
    /// <param name="other">Another one of the same profile.</param>
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
