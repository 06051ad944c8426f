using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>A frame of a <see cref="ContactSheet"/>.</summary>
/// <param name="Picture">The picture of the moment.</param>
/// <param name="Episode">The episode's number, from 1.</param>
/// <param name="AgentSteps">Agent steps of the episode so far.</param>
/// <param name="Score">Sum of the episode's rewards so far.</param>
/// <param name="IsEnd">Whether the episode is over.</param>
public sealed record CaptionedFrame(Picture Picture, int Episode, int AgentSteps, double Score, bool IsEnd)
{
    /// <summary>Makes the frame of a moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>The frame, which does not change when the moment's memory is used again.</returns>
    public static CaptionedFrame Of(Moment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        Picture picture = ObservationPicture.Of(moment.Screen);
        return new CaptionedFrame(picture, moment.Episode, moment.AgentSteps, moment.Return, moment.IsEnd);
    }
}
