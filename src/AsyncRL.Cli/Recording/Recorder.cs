using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Recording;

/// <summary>Takes the moments of episodes, one after the other, and makes a picture of them.</summary>
internal abstract class Recorder
{
    /// <summary>Pixels each way of the largest enlarged frame: the bytes of a sheet of 24 of them still fit into one array.</summary>
    private const int LargestFrame = 4096;

    /// <summary>Frames in the picture so far.</summary>
    internal int Frames { get; private protected set; }

    /// <summary>Takes the next moment.</summary>
    /// <param name="moment">The moment.</param>
    internal abstract void Add(Moment moment);

    /// <summary>Writes what is not yet written.</summary>
    internal abstract void Finish();

    /// <summary>Refuses to enlarge frames beyond what a picture can hold.</summary>
    /// <param name="observation">What is seen.</param>
    /// <param name="scale">Length of the squares that the frame's pixels are to become.</param>
    /// <exception cref="InputException">The enlarged frame would have more than 4096 pixels one way.</exception>
    internal static void CheckScale(ObservationSpecification observation, int scale)
    {
        Picture frame = ObservationPicture.Of(new Observation(observation));
        int most = Math.Max(1, LargestFrame / Math.Max(frame.Width, frame.Height));
        if (scale <= most) return;
        throw new InputException(
            $"The option --scale is \"{scale}\"; expected at most {most} for frames of {frame.Width}×{frame.Height} pixels.");
    }

    /// <summary>How much a frame can be enlarged and still fit into a square.</summary>
    /// <param name="observation">What is seen.</param>
    /// <param name="size">Pixels each way of the square.</param>
    /// <returns>The length of the squares that the frame's pixels become, at least 1.</returns>
    private protected static int ScaleFor(ObservationSpecification observation, int size)
    {
        Picture frame = ObservationPicture.Of(new Observation(observation));
        return Math.Max(1, size / Math.Max(frame.Width, frame.Height));
    }
}
