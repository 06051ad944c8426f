using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>A frame of a <see cref="ContactSheet"/>.</summary>
/// <param name="Picture">The picture of the step.</param>
/// <param name="Episode">The episode's number, from 1.</param>
/// <param name="AgentSteps">Agent steps of the episode so far.</param>
/// <param name="Score">Sum of the episode's rewards so far.</param>
/// <param name="IsEnd">Whether the episode is over.</param>
public sealed record CaptionedFrame(Picture Picture, int Episode, int AgentSteps, double Score, bool IsEnd)
{
    /// <summary>Makes the frame of a step.</summary>
    /// <param name="step">The step.</param>
    /// <returns>The frame, which does not change when the memory of the step is reused.</returns>
    public static CaptionedFrame Of(EpisodeStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Picture picture = ObservationPicture.Of(step.Screen);
        return new CaptionedFrame(picture, step.Episode, step.AgentSteps, step.Return, step.IsEnd);
    }
}
