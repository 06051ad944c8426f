namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>
/// The order of the numbers of a state in one block: time, positions, velocities, activations, the accelerations with which the next step
/// begins its search, controls. The engine computes everything else from them.
/// </summary>
/// <param name="Positions">Number of positions.</param>
/// <param name="Velocities">Number of velocities.</param>
/// <param name="Activations">Number of activations of actuators.</param>
/// <param name="Controls">Number of controls.</param>
internal readonly record struct StateLayout(int Positions, int Velocities, int Activations, int Controls)
{
    /// <summary>The place of the first position; the time is before it.</summary>
    internal const int PositionsAt = 1;

    /// <summary>The layout of a model's states.</summary>
    /// <param name="facts">The model.</param>
    internal StateLayout(ModelFacts facts)
        : this(facts.Positions, facts.Velocities, facts.Activations, facts.Controls)
    {
    }

    /// <summary>The place of the first velocity.</summary>
    internal int VelocitiesAt => PositionsAt + Positions;

    /// <summary>The place of the first activation.</summary>
    internal int ActivationsAt => VelocitiesAt + Velocities;

    /// <summary>The place of the first acceleration.</summary>
    internal int AccelerationsAt => ActivationsAt + Activations;

    /// <summary>The place of the first control.</summary>
    internal int ControlsAt => AccelerationsAt + Velocities;

    /// <summary>Number of all numbers.</summary>
    internal int Size => ControlsAt + Controls;
}
