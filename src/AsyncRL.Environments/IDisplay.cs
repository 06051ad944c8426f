namespace AsyncRL.Environments;

/// <summary>
/// The screen of an environment for people. It is complete and in color, whereas the agent's observation may be small and gray, or only
/// a few numbers. It is drawn only on request, so training does not spend time on it.
/// </summary>
public interface IDisplay
{
    /// <summary>The shape of the screen: pixels of red, green and blue.</summary>
    ObservationSpecification Image { get; }

    /// <summary>Frames per second at normal speed.</summary>
    int FrameRate { get; }

    /// <summary>Draws the environment in its current state. It changes nothing in the environment and allocates nothing.</summary>
    /// <param name="image">Memory of the shape <see cref="Image"/>; every byte is written.</param>
    void DrawImage(Observation image);
}
