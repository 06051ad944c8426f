using AsyncRL.Cli.Play;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Recording;

/// <summary>An animated picture: every moment is a frame, with its score, its value and its policy.</summary>
internal sealed class Animation : Recorder
{
    private const int UsualSize = 276;
    private const int UsualScreenSize = 420;
    private const int EndLasts = 12;

    private readonly MomentPicture _picture;
    private readonly GifWriter _writer;
    private readonly double _speed;

    /// <summary>Begins an animation.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="sight">What is shown.</param>
    /// <param name="scale">Length of the squares that pixels become; null for a usual size.</param>
    /// <param name="speed">Agent steps per second.</param>
    /// <param name="stream">Receives the file.</param>
    internal Animation(TrainingConfiguration configuration, Sight sight, int? scale, double speed, Stream stream)
    {
        int factor = scale ?? ScaleFor(sight.Specification, sight.IsScreen ? UsualScreenSize : UsualSize);
        _picture = new MomentPicture(configuration.Environment.Name, configuration.Actions, factor);
        (_writer, _speed) = (new GifWriter(stream), speed);
    }

    internal override void Add(Moment moment)
    {
        _writer.Add(_picture.Draw(moment), (moment.IsEnd ? EndLasts : 1) / _speed);
        Frames++;
    }

    internal override void Finish() => _writer.Finish();
}
