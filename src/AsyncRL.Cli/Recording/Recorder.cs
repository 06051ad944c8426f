using AsyncRL.Cli.Play;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Files;
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

/// <summary>An animated picture: every step is a frame with its score, its value and its policy.</summary>
internal sealed class AnimationRecorder : Recorder
{
    private const int UsualSize = 276;
    private const int UsualScreenSize = 420;
    private const int EndLasts = 12;

    private readonly EpisodeStepPicture _picture;
    private readonly GifWriter _writer;
    private readonly double _speed;

    /// <summary>Begins an animation.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="display">The display of the environment.</param>
    /// <param name="scale">Side length of the square that represents a pixel; null for a default size.</param>
    /// <param name="speed">Agent steps per second.</param>
    /// <param name="stream">Receives the file.</param>
    internal AnimationRecorder(TrainingConfiguration configuration, EnvironmentDisplay display, int? scale, double speed, Stream stream)
    {
        int factor = scale ?? ScaleFor(display.Specification, display.IsScreen ? UsualScreenSize : UsualSize);
        _picture = new EpisodeStepPicture(configuration.Environment.Name, configuration.Actions, factor)
        {
            ValueName = configuration.Algorithm.ValueName,
        };
        (_writer, _speed) = (new GifWriter(stream), speed);
    }

    internal override void Add(EpisodeStep step)
    {
        _writer.Add(_picture.Draw(step), (step.IsEnd ? EndLasts : 1) / _speed);
        Frames++;
    }

    internal override void Finish() => _writer.Finish();
}

/// <summary>
/// A still picture: a grid of steps, evenly spaced from the first to the last. Without a scale, frames with a side of more than 210 pixels
/// are reduced, so that the sheet stays readable.
/// </summary>
internal sealed class ContactSheetRecorder : Recorder
{
    private const int UsualSize = 138;
    private const int LargestUsualSize = 210;
    private const int MostFrames = 24;

    private readonly EvenSample<CaptionedFrame> _sample = new(MostFrames);
    private readonly ContactSheet _sheet;
    private readonly int _largestSide;
    private readonly Stream _stream;

    /// <summary>Begins a still picture.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="display">The display of the environment.</param>
    /// <param name="scale">Side length of the square that represents a pixel; null for a default size.</param>
    /// <param name="stream">Receives the file.</param>
    internal ContactSheetRecorder(TrainingConfiguration configuration, EnvironmentDisplay display, int? scale, Stream stream)
    {
        string title = $"{configuration.Environment.Name} {configuration.Algorithm.Name}";
        _sheet = new ContactSheet(title, configuration.Actions, scale ?? ScaleFor(display.Specification, UsualSize))
        {
            ValueName = configuration.Algorithm.ValueName,
        };
        _largestSide = scale is null ? LargestUsualSize : int.MaxValue;
        _stream = stream;
    }

    internal override void Add(EpisodeStep step) => _sample.Add(CaptionedFrame.Of(step, _largestSide));

    internal override void Finish()
    {
        IReadOnlyList<CaptionedFrame> frames = _sample.Pick();
        Frames = frames.Count;
        Png.Write(_sheet.Draw(frames), _stream);
    }
}
