using AsyncRL.Cli.Play;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Recording;

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
        _picture = new EpisodeStepPicture(configuration.Environment.Name, configuration.Actions, factor);
        (_writer, _speed) = (new GifWriter(stream), speed);
    }

    internal override void Add(EpisodeStep step)
    {
        _writer.Add(_picture.Draw(step), (step.IsEnd ? EndLasts : 1) / _speed);
        Frames++;
    }

    internal override void Finish() => _writer.Finish();
}
