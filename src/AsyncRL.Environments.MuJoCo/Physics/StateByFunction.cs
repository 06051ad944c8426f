using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>
/// The state of MuJoCo 2.3.6 and later, by its functions. A bit stands for a part of the state; the parts come in the order of their bits,
/// which is that of <see cref="StateLayout"/>.
/// </summary>
/// <param name="layout">The order of the numbers.</param>
/// <param name="accelerations">The bit of the accelerations.</param>
/// <param name="controls">The bit of the controls.</param>
internal sealed unsafe class StateByFunction(StateLayout layout, uint accelerations, uint controls) : StateAccess(layout)
{
    private const uint Time = 1, Positions = 1 << 1, Velocities = 1 << 2, Activations = 1 << 3;

    /// <summary>The version that inserted the history of controls before the accelerations.</summary>
    private const int FirstVersionWithHistory = 3_005_000;

    private readonly uint _all = Time | Positions | Velocities | Activations | accelerations | controls;

    /// <summary>The bits of the accelerations and the controls.</summary>
    /// <param name="version">The number of the version.</param>
    internal static (uint Accelerations, uint Controls) BitsOf(int version) =>
        version < FirstVersionWithHistory ? (1u << 4, 1u << 5) : (1u << 5, 1u << 6);

    /// <summary>Checks that each part has as many numbers as the model says.</summary>
    /// <param name="version">The number of the version.</param>
    /// <param name="model">The model.</param>
    /// <param name="layout">The order of its numbers.</param>
    /// <returns>The access; null if a part has another number.</returns>
    internal static StateByFunction? Find(int version, nint model, StateLayout layout)
    {
        (uint accelerations, uint controls) = BitsOf(version);
        bool fits = Has(Time, 1) && Has(Positions, layout.Positions) && Has(Velocities, layout.Velocities)
            && Has(Activations, layout.Activations) && Has(accelerations, layout.Velocities) && Has(controls, layout.Controls);
        return fits ? new StateByFunction(layout, accelerations, controls) : null;

        bool Has(uint part, int numbers) => MuJoCoFunctions.StateSize(model, part) == numbers;
    }

    /// <inheritdoc/>
    internal override void Read(nint model, nint data, Span<double> state)
    {
        fixed (double* numbers = state) MuJoCoFunctions.GetState(model, data, numbers, _all);
    }

    /// <inheritdoc/>
    internal override void Write(nint model, nint data, ReadOnlySpan<double> state)
    {
        fixed (double* numbers = state) MuJoCoFunctions.SetState(model, data, numbers, _all);
    }

    /// <inheritdoc/>
    internal override void WriteControls(nint model, nint data, ReadOnlySpan<double> controls)
    {
        fixed (double* numbers = controls) MuJoCoFunctions.SetState(model, data, numbers, ControlBit);
    }

    private uint ControlBit => controls;
}
