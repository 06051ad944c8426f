namespace AsyncRL.Environments.Racer;

/// <summary>
/// The actions of a driver. Braking together with steering is left out: tires that brake as hard as they can have no grip left to turn, so
/// a driver brakes before the curve and turns in it.
/// </summary>
internal enum RacerAction
{
    /// <summary>No pedal, the wheel straight.</summary>
    Coast,

    /// <summary>Full throttle, the wheel straight.</summary>
    Accelerate,

    /// <summary>Full throttle, the wheel to the left.</summary>
    AccelerateLeft,

    /// <summary>Full throttle, the wheel to the right.</summary>
    AccelerateRight,

    /// <summary>No pedal, the wheel to the left.</summary>
    CoastLeft,

    /// <summary>No pedal, the wheel to the right.</summary>
    CoastRight,

    /// <summary>Full brakes, the wheel straight.</summary>
    Brake,
}

/// <summary>The pedal that is pressed.</summary>
internal enum Pedal
{
    /// <summary>No pedal.</summary>
    None,

    /// <summary>The throttle.</summary>
    Throttle,

    /// <summary>The brake.</summary>
    Brake,
}

/// <summary>An action as steering and pedal.</summary>
/// <param name="Steering">1 to the left, 0, or −1 to the right.</param>
/// <param name="Pedal">The pedal that is pressed.</param>
internal readonly record struct Controls(int Steering, Pedal Pedal)
{
    /// <summary>The names of the actions, for people.</summary>
    internal static string[] Names { get; } =
        ["coast", "accelerate", "accelerate-left", "accelerate-right", "steer-left", "steer-right", "brake"];

    /// <summary>The controls of an action.</summary>
    internal static Controls Of(RacerAction action) => action switch
    {
        RacerAction.Accelerate => new(0, Pedal.Throttle),
        RacerAction.AccelerateLeft => new(1, Pedal.Throttle),
        RacerAction.AccelerateRight => new(-1, Pedal.Throttle),
        RacerAction.CoastLeft => new(1, Pedal.None),
        RacerAction.CoastRight => new(-1, Pedal.None),
        RacerAction.Brake => new(0, Pedal.Brake),
        _ => default,
    };
}
