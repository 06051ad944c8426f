namespace AsyncRL.Environments;

/// <summary>
/// The screen of an environment, for people: whole and in colour where the agent's observation is small and grey. It is drawn only when it
/// is asked for, so that training does not pay for it.
/// </summary>
public interface IDisplay
{
    /// <summary>What people look at: pixels of red, green and blue.</summary>
    ObservationSpecification Image { get; }

    /// <summary>Frames in a second of play, for who wants to see it at its own pace.</summary>
    int FrameRate { get; }

    /// <summary>Draws the environment as it stands and changes nothing in it; allocates nothing.</summary>
    /// <param name="image">Of the specification <see cref="Image"/>; receives every byte.</param>
    void DrawImage(Observation image);
}
