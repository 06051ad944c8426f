using AsyncRL.Cli.Play;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Recording;

/// <summary>A still picture: a grid of moments, evenly from the first to the last.</summary>
internal sealed class Still : Recorder
{
    private const int UsualSize = 138;
    private const int MostFrames = 24;

    private readonly EvenSample<CaptionedFrame> _sample = new(MostFrames);
    private readonly ContactSheet _sheet;
    private readonly Stream _stream;

    /// <summary>Begins a still picture.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="sight">What is shown.</param>
    /// <param name="scale">Length of the squares that pixels become; null for a usual size.</param>
    /// <param name="stream">Receives the file.</param>
    internal Still(TrainingConfiguration configuration, Sight sight, int? scale, Stream stream)
    {
        string title = $"{configuration.Environment.Name} {configuration.Algorithm.Name}";
        _sheet = new ContactSheet(title, scale ?? ScaleFor(sight.Specification, UsualSize));
        _stream = stream;
    }

    internal override void Add(Moment moment) => _sample.Add(CaptionedFrame.Of(moment));

    internal override void Finish()
    {
        IReadOnlyList<CaptionedFrame> frames = _sample.Pick();
        Frames = frames.Count;
        Png.Write(_sheet.Draw(frames), _stream);
    }
}
