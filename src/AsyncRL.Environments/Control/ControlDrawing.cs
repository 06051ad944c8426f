using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

/// <summary>Draws the states of a control task. It has no state of its own.</summary>
internal abstract class ControlDrawing
{
    /// <summary>The shape of the picture.</summary>
    public abstract ObservationSpecification Size { get; }

    /// <summary>Agent steps per second at normal speed.</summary>
    public abstract int FrameRate { get; }

    /// <summary>Draws a state.</summary>
    /// <param name="canvas">An empty picture of the shape <see cref="Size"/>.</param>
    /// <param name="state">The state; the task's documentation explains its numbers.</param>
    /// <param name="action">The action that led to the state; NaN if none did, because an episode begins.</param>
    public abstract void Draw(Canvas canvas, ReadOnlySpan<double> state, double action);
}
