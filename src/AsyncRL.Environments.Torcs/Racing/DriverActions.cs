namespace AsyncRL.Environments.Torcs.Racing;

/// <summary>The controls of a car.</summary>
/// <param name="Steering">The wheel: 1 as far as possible to the left, −1 to the right.</param>
/// <param name="Throttle">From 0 to 1.</param>
/// <param name="Brake">From 0 to 1.</param>
internal readonly record struct Controls(float Steering, float Throttle, float Brake);

/// <summary>The actions of an agent, and the controls that they mean. Gears are shifted by the robot.</summary>
internal static class DriverActions
{
    private const float FarthestWheel = 0.5f, WheelAtHighSpeed = 0.06f, WheelBySquaredSpeed = 40, LeastSpeed = 1;

    private static readonly (string Name, float Share)[] Wheel =
        [("left", 1), ("slightly-left", 1f / 3), ("straight", 0), ("slightly-right", -1f / 3), ("right", -1)];

    private static readonly (string Name, float Throttle, float Brake)[] Pedals = [("accelerate", 1, 0), ("coast", 0, 0), ("brake", 0, 1)];

    /// <summary>Every wheel with every pedal; the wheel changes first.</summary>
    internal static ActionSpecification Discrete { get; } = ActionSpecification.Discrete(AllNames());

    /// <summary>The wheel, and the pedals: 1 is full throttle, −1 full brakes.</summary>
    internal static ActionSpecification Continuous { get; } = ActionSpecification.Continuous(2, -1, 1);

    /// <summary>The controls of an action.</summary>
    /// <param name="actions">The kind of actions.</param>
    /// <param name="action">One of them; numbers beyond their bounds are taken as the bounds.</param>
    /// <param name="speed">The speed of the car in m/s.</param>
    internal static Controls ControlsOf(ActionSpecification actions, AgentAction action, float speed)
    {
        if (actions.Kind == ActionKind.Discrete)
        {
            (_, float throttle, float brake) = Pedals[action.Choice / Wheel.Length];
            return new Controls(Wheel[action.Choice % Wheel.Length].Share * FarthestAt(speed), throttle, brake);
        }

        float pedals = Math.Clamp(action.Values[1], -1, 1);
        return new Controls(Math.Clamp(action.Values[0], -1, 1), Math.Max(pedals, 0), Math.Max(-pedals, 0));
    }

    /// <summary>
    /// How far a choice turns the wheel: at a speed, about as far as the tires follow. The angle for the same force sideways falls with the
    /// square of the speed, and the slip of the tires is added. Without this one choice could not serve hairpins and fast bends.
    /// </summary>
    private static float FarthestAt(float speed)
    {
        float squared = MathF.Pow(Math.Max(speed, LeastSpeed), 2);
        return Math.Min(FarthestWheel, WheelAtHighSpeed + (WheelBySquaredSpeed / squared));
    }

    private static string[] AllNames()
    {
        var names = new List<string>();
        foreach ((string pedal, _, _) in Pedals)
        {
            foreach ((string wheel, _) in Wheel) names.Add($"{pedal}-{wheel}");
        }

        return [.. names];
    }
}
