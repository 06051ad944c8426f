using AsyncRL.Cli.Play;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Recording;

/// <summary>A still picture: a grid of steps, evenly spaced from the first to the last.</summary>
internal sealed class ContactSheetRecorder : Recorder
{
    private const int UsualSize = 138;
    private const int MostFrames = 24;

    private readonly EvenSample<CaptionedFrame> _sample = new(MostFrames);
    private readonly ContactSheet _sheet;
    private readonly Stream _stream;

    /// <summary>Begins a still picture.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="display">The display of the environment.</param>
    /// <param name="scale">Side length of the square that represents a pixel; null for a default size.</param>
    /// <param name="stream">Receives the file.</param>
    internal ContactSheetRecorder(TrainingConfiguration configuration, EnvironmentDisplay display, int? scale, Stream stream)
    {
        string title = $"{configuration.Environment.Name} {configuration.Algorithm.Name}";
        _sheet = new ContactSheet(title, scale ?? ScaleFor(display.Specification, UsualSize));
        _stream = stream;
    }

    internal override void Add(EpisodeStep step) => _sample.Add(CaptionedFrame.Of(step));

    internal override void Finish()
    {
        IReadOnlyList<CaptionedFrame> frames = _sample.Pick();
        Frames = frames.Count;
        Png.Write(_sheet.Draw(frames), _stream);
    }
}
