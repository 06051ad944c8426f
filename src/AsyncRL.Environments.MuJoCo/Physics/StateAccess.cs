using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;

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

/// <summary>Reads and writes the state of a simulation. There is a class for each way that a version of MuJoCo offers.</summary>
/// <param name="layout">The order of the numbers.</param>
internal abstract class StateAccess(StateLayout layout)
{
    /// <summary>The order of the numbers.</summary>
    internal StateLayout Layout => layout;

    /// <summary>Copies the state out of the engine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="state">[<see cref="StateLayout.Size"/>].</param>
    internal abstract void Read(nint model, nint data, Span<double> state);

    /// <summary>Copies a state into the engine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="state">[<see cref="StateLayout.Size"/>].</param>
    internal abstract void Write(nint model, nint data, ReadOnlySpan<double> state);

    /// <summary>Copies the controls into the engine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="controls">[controls].</param>
    internal abstract void WriteControls(nint model, nint data, ReadOnlySpan<double> controls);

    /// <summary>Chooses the way by the version of the library, and checks that it fits.</summary>
    /// <param name="library">The library.</param>
    /// <param name="model">A model.</param>
    /// <param name="facts">What it contains.</param>
    /// <exception cref="InputException">The library has its numbers at other places than its version says.</exception>
    internal static StateAccess For(MuJoCoLibrary library, nint model, ModelFacts facts)
    {
        var layout = new StateLayout(facts);
        StateAccess? access = library.Version == MuJoCoLibrary.VersionWithOffsets
            ? StateByOffset.Find(model, layout) : StateByFunction.Find(library.Version, model, layout);
        return access ?? throw new InputException(
            $"{library.Name} is MuJoCo {MuJoCoLibrary.TextOf(library.Version)}, but it has its state at other places than that version; "
            + "expected a build of MuJoCo for this system.");
    }
}
