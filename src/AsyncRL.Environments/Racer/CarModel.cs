namespace AsyncRL.Environments.Racer;

/// <summary>What a car can do.</summary>
/// <param name="TopSpeed">The speed on asphalt at which the throttle just holds against the air, in m/s.</param>
/// <param name="Acceleration">The acceleration from rest at full throttle, in m/s².</param>
internal sealed record CarModel(double TopSpeed, double Acceleration)
{
    /// <summary>65 km/h: every curve of every track can be driven at full throttle.</summary>
    internal static CarModel Slow { get; } = new(18, 5);

    /// <summary>162 km/h: most curves cannot.</summary>
    internal static CarModel Fast { get; } = new(45, 8);

    /// <summary>The model of an option's word.</summary>
    internal static CarModel Of(string word) => word == "slow" ? Slow : Fast;
}
