namespace AsyncRL.Environments.Racer;

/// <summary>The limits of a car.</summary>
/// <param name="TopSpeed">The speed on asphalt at which full throttle equals air drag, in m/s.</param>
/// <param name="Acceleration">The acceleration from rest at full throttle, in m/s².</param>
internal sealed record CarModel(double TopSpeed, double Acceleration)
{
    /// <summary>65 km/h: every curve of every track can be driven at full throttle.</summary>
    internal static CarModel Slow { get; } = new(18, 5);

    /// <summary>162 km/h: most curves cannot be driven at full throttle.</summary>
    internal static CarModel Fast { get; } = new(45, 8);

    /// <summary>The model that a word of the option names.</summary>
    internal static CarModel Of(string word) => word == "slow" ? Slow : Fast;
}
