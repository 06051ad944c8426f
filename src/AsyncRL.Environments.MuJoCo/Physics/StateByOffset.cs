using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>
/// The state of MuJoCo 2.2.2, which has no functions for it, by its place in mjData. The offsets are those of its headers on 64-bit
/// systems. Each model is checked: the pointers at these places must lie in the engine's buffer, as far apart as the numbers of the model
/// say, and they must be the only ones that do.
/// </summary>
/// <param name="layout">The order of the numbers.</param>
internal sealed unsafe class StateByOffset(StateLayout layout) : StateAccess(layout)
{
    /// <summary>Bytes of mjData.</summary>
    private const int DataSize = 41_176;

    private const int TimeAt = 40_336, PositionsAt = 40_376;

    /// <summary>Pointers from the buffer to the positions, and from there to velocities, activations, accelerations and controls.</summary>
    private const int BufferBefore = -2, Velocities = 1, Activations = 2, Accelerations = 3, Controls = 4;

    /// <summary>An array begins at a multiple of this many bytes.</summary>
    private const int Alignment = 64;

    /// <summary>Checks that a model's data are at the places of this class.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layout">The order of its numbers.</param>
    /// <returns>The access; null if they are not.</returns>
    internal static StateByOffset? Find(nint model, StateLayout layout)
    {
        int* head = (int*)model;
        if ((head[0], head[1], head[2], head[3]) != (layout.Positions, layout.Velocities, layout.Controls, layout.Activations)) return null;
        nint data = MuJoCoFunctions.MakeData(model);
        try
        {
            return data != 0 && Discover((nint*)data, layout) == PositionsAt ? new StateByOffset(layout) : null;
        }
        finally
        {
            MuJoCoFunctions.DeleteData(data);
        }
    }

    /// <inheritdoc/>
    internal override void Read(nint model, nint data, Span<double> state)
    {
        state[0] = *(double*)(data + TimeAt);
        Span(data, 0, Layout.Positions).CopyTo(state[StateLayout.PositionsAt..]);
        Span(data, Velocities, Layout.Velocities).CopyTo(state[Layout.VelocitiesAt..]);
        Span(data, Activations, Layout.Activations).CopyTo(state[Layout.ActivationsAt..]);
        Span(data, Accelerations, Layout.Velocities).CopyTo(state[Layout.AccelerationsAt..]);
        Span(data, Controls, Layout.Controls).CopyTo(state[Layout.ControlsAt..]);
    }

    /// <inheritdoc/>
    internal override void Write(nint model, nint data, ReadOnlySpan<double> state)
    {
        *(double*)(data + TimeAt) = state[0];
        state[StateLayout.PositionsAt..Layout.VelocitiesAt].CopyTo(Span(data, 0, Layout.Positions));
        state[Layout.VelocitiesAt..Layout.ActivationsAt].CopyTo(Span(data, Velocities, Layout.Velocities));
        state[Layout.ActivationsAt..Layout.AccelerationsAt].CopyTo(Span(data, Activations, Layout.Activations));
        state[Layout.AccelerationsAt..Layout.ControlsAt].CopyTo(Span(data, Accelerations, Layout.Velocities));
        WriteControls(model, data, state[Layout.ControlsAt..]);
    }

    /// <inheritdoc/>
    internal override void WriteControls(nint model, nint data, ReadOnlySpan<double> controls) =>
        controls.CopyTo(Span(data, Controls, Layout.Controls));

    /// <summary>
    /// Looks through mjData for pointers that can be those of the positions and of what follows them. Returns the offset of the first, or
    /// −1 if there is none, or more than one place.
    /// </summary>
    /// <param name="words">mjData.</param>
    /// <param name="layout">The order of the numbers.</param>
    internal static int Discover(nint* words, StateLayout layout)
    {
        int found = -1;
        for (int i = -BufferBefore; i + Controls < DataSize / sizeof(nint); i++)
        {
            nint* place = words + i;
            bool fits = place[BufferBefore] != 0 && Follows(place[BufferBefore], place[0], 0)
                && Follows(place[0], place[Velocities], layout.Positions)
                && Follows(place[Velocities], place[Activations], layout.Velocities)
                && Follows(place[Activations], place[Accelerations], layout.Activations)
                && Follows(place[Accelerations], place[Controls], layout.Velocities);
            if (!fits) continue;
            if (found >= 0) return -1;
            found = i * sizeof(nint);
        }

        return found;
    }

    private static bool Follows(nint before, nint after, int numbers)
    {
        nint gap = after - before - (numbers * sizeof(double));
        return gap is >= 0 and < Alignment;
    }

    private static Span<double> Span(nint data, int pointer, int length) => new(((void**)(data + PositionsAt))[pointer], length);
}
