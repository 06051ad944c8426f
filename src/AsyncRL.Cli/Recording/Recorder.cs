using AsyncRL.Environments;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Recording;

/// <summary>Takes the moments of episodes, one after the other, and makes a picture of them.</summary>
internal abstract class Recorder
{
    /// <summary>Frames in the picture so far.</summary>
    internal int Frames { get; private protected set; }

    /// <summary>Takes the next moment.</summary>
    /// <param name="moment">The moment.</param>
    internal abstract void Add(Moment moment);

    /// <summary>Writes what is not yet written.</summary>
    internal abstract void Finish();

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
