using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Recording;

/// <summary>Receives the steps of episodes in order and makes a picture of them.</summary>
internal abstract class Recorder
{
    /// <summary>Largest width and height of an enlarged frame. The bytes of a sheet of 24 such frames fit into one array.</summary>
    private const int LargestFrame = 4096;

    /// <summary>Frames in the picture so far.</summary>
    internal int Frames { get; private protected set; }

    /// <summary>Adds the next step.</summary>
    /// <param name="step">The step.</param>
    internal abstract void Add(EpisodeStep step);

    /// <summary>Completes the picture.</summary>
    internal abstract void Finish();

    /// <summary>Refuses a scale for which a frame would be too large for a picture.</summary>
    /// <param name="observation">The shape of the image.</param>
    /// <param name="scale">Side length of the square that represents a pixel.</param>
    /// <exception cref="InputException">The enlarged frame would have more than 4096 rows or columns.</exception>
    internal static void CheckScale(ObservationSpecification observation, int scale)
    {
        Picture frame = ObservationPicture.Of(new Observation(observation));
        int most = Math.Max(1, LargestFrame / Math.Max(frame.Width, frame.Height));
        if (scale <= most) return;
        throw new InputException(
            $"The option --scale is \"{scale}\"; expected at most {most} for frames of {frame.Width}×{frame.Height} pixels.");
    }

    /// <summary>The largest scale for which a frame fits into a square.</summary>
    /// <param name="observation">The shape of the image.</param>
    /// <param name="size">Side length of the square, in pixels.</param>
    /// <returns>Side length of the square that represents a pixel, at least 1.</returns>
    private protected static int ScaleFor(ObservationSpecification observation, int size)
    {
        Picture frame = ObservationPicture.Of(new Observation(observation));
        return Math.Max(1, size / Math.Max(frame.Width, frame.Height));
    }
}
