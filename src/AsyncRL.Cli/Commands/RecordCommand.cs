using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Recording;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl record</c>: makes pictures of a trained agent at play.</summary>
internal sealed class RecordCommand : ExampledCommand
{
    private const int DefaultAgentSteps = 1000;
    private const int DefaultSpeed = 15;
    private const int LargestScale = 64;
    private const int FastestSpeed = (int)(1 / GifWriter.ShortestFrame);

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _directory = RunArgument.Create();
    private readonly TextOption _output = FileOfRun.OutputOption(
        "--output", "FILE", "a file's name that ends in .gif or .png",
        "The picture: an animation if the name ends in .gif, a contact sheet if it ends in .png.");

    private readonly NumberOption<int> _episodes = new("--episodes", "N", "Episodes to play. Default: 1.", 1);
    private readonly NumberOption<int> _agentSteps = new(
        "--agent-steps", "N", $"Largest number of agent steps. Default: {DefaultAgentSteps}.", 1);

    private readonly NumberOption<int> _agentStepsPerEpisode = EpisodeLimit.Create();
    private readonly Option<bool> _greedy = new("--greedy") { Description = "Take the most probable action instead of drawing one." };
    private readonly NumberOption<ulong> _seed = new("--seed", "S", "Seed of the episodes. Default: the run's.", 0);
    private readonly NumberOption<double> _speed = new(
        "--speed", "N", $"Agent steps per second of an animation, at most {FastestSpeed}. Default: the game's own, or {DefaultSpeed}.",
        0.1);

    private readonly NumberOption<int> _scale = new(
        "--scale",
        "K",
        $"Draw a pixel as a square of K by K, at most {LargestScale}, and a frame at most 4096 wide or high. Default: a usual size.",
        1);

    private readonly TextOption _checkpoint = CheckpointOption.Create();
    private readonly ViewOption _view = new();
    private readonly Option<bool> _json = JsonOption.Create();

    internal RecordCommand(ConsoleHost consoleHost)
        : base(
            "record",
            "Make a picture of episodes that the newest checkpoint of a run plays.",
            [
                "A GIF is an animation of the frames with score, value and policy. A PNG is a contact sheet of up to 24 frames, evenly "
                    + "spaced from the first to the last, with agent step, score, value and policy. An existing file is replaced. "
                    + "Ctrl-C ends the command with exit code 130.",
            ],
            [
                "asyncrl record runs/catch-a3c-1 --output catch.gif",
                "asyncrl record runs/catch-a3c-1 --output catch.gif --episodes 3 --greedy --speed 10",
                "asyncrl record runs/catch-a3c-1 --output catch.png --agent-steps 200",
                "asyncrl record runs/pong-a3c-1 --output pong.gif --view agent",
            ])
    {
        _consoleHost = consoleHost;
        Add(_directory);
        foreach (Option option in AllOptions()) Add(option);
        SetAction(Record);
    }

    private Option[] AllOptions() =>
        [_output, _episodes, _agentSteps, _agentStepsPerEpisode, _greedy, _seed, _speed, _scale, _view, _checkpoint, _json];

    private int Record(ParseResult parsed)
    {
        string path = parsed.GetValue(_output)
            ?? throw new InputException("There is no output file; expected --output FILE, a name that ends in .gif or .png.");
        bool isAnimated = PictureFile.IsAnimated(path), json = parsed.GetValue(_json);
        double? wanted = parsed.GetValue(_speed) is { } given ? AtMost("speed", given, FastestSpeed) : null;
        int? scale = parsed.GetValue(_scale) is { } asked ? (int)AtMost("scale", asked, LargestScale) : null;
        TrainedRun run = TrainedRun.Open(
            parsed.GetRequiredValue(_directory), parsed.GetValue(_checkpoint), Name, parsed.GetValue(_episodes) ?? 1, _consoleHost);
        ulong seed = parsed.GetValue(_seed) ?? run.Configuration.Seed;
        int? agentStepsPerEpisode = parsed.GetValue(_agentStepsPerEpisode);
        using var playback = new Playback(run, seed, parsed.GetValue(_greedy), parsed.GetValue(_view), agentStepsPerEpisode);
        if (scale is { } factor) Recorder.CheckScale(playback.Display.Specification, factor);
        using var file = PictureFile.Create(path);
        double speed = wanted ?? Math.Min(playback.Display.Pace ?? DefaultSpeed, FastestSpeed);
        Recorder recorder = isAnimated
            ? new AnimationRecorder(run.Configuration, playback.Display, scale, speed, file.Stream)
            : new ContactSheetRecorder(run.Configuration, playback.Display, scale, file.Stream);
        long agentSteps = Play(parsed, playback, recorder, json);
        recorder.Finish();
        Conclude(new Recorded(path, recorder.Frames, agentSteps, playback, file.Finish()), json);
        return ExitCode.Success;
    }

    /// <summary>Plays until the episodes or the agent steps are done.</summary>
    /// <returns>The number of played agent steps.</returns>
    private long Play(ParseResult parsed, Playback playback, Recorder recorder, bool json)
    {
        (int episodes, int most) = (parsed.GetValue(_episodes) ?? 1, parsed.GetValue(_agentSteps) ?? DefaultAgentSteps);
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, _consoleHost.Clock);
        CancellationToken interrupted = _consoleHost.Signals.Await();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        long agentSteps = 0;
        try
        {
            playback.Play(episodes, Take, stop.Token);
        }
        finally
        {
            progress.Clear();
        }

        interrupted.ThrowIfCancellationRequested();
        return agentSteps;

        void Take(EpisodeStep step)
        {
            recorder.Add(step);
            if (!step.IsEnd && ++agentSteps == most) stop.Cancel();
            double share = Math.Max((double)agentSteps / most, (double)step.Returns.Count / episodes);
            progress.Report(share, $"{NumberText.Count(agentSteps)} agent steps, {step.Returns.Count} of {episodes} episodes");
        }
    }

    private void Conclude(Recorded recorded, bool json)
    {
        if (json)
        {
            Json.Write(_consoleHost.Output, ToJson(recorded));
            return;
        }

        (string frames, string steps) = (NumberText.Count(recorded.Frames, "frame"), NumberText.Count(recorded.AgentSteps, "agent step"));
        string returns = recorded.Returns.Count > 0 ? $", returns {string.Join(", ", ReturnsOf(recorded))}" : ", no episode finished";
        _consoleHost.Output.WriteLine(
            $"{frames} of {steps}{returns}: {NumberText.Quoted(recorded.Path)}, {NumberText.Count(recorded.Bytes, "byte")}.");
        string cut = EpisodeLimit.Describe(recorded.Played.CutEpisodes, recorded.Played.AgentStepsPerEpisode);
        if (cut.Length > 0) _consoleHost.Output.WriteLine(cut);
    }

    private static IEnumerable<string> ReturnsOf(Recorded recorded)
    {
        foreach (double value in recorded.Returns) yield return NumberText.Return(value);
    }

    private static JsonObject ToJson(Recorded recorded) => new()
    {
        ["frames"] = recorded.Frames,
        ["agentSteps"] = recorded.AgentSteps,
        ["episodes"] = recorded.Returns.Count,
        ["returns"] = Json.Array(recorded.Returns, Json.Number),
        ["cutEpisodes"] = recorded.Played.CutEpisodes,
        ["agentStepsPerEpisode"] = recorded.Played.AgentStepsPerEpisode,
        ["file"] = Path.GetFullPath(recorded.Path),
        ["bytes"] = recorded.Bytes,
    };

    private static double AtMost(string option, double value, int most)
    {
        if (value <= most) return value;
        string text = value.ToString(CultureInfo.InvariantCulture);
        throw new InputException($"The option --{option} is \"{text}\"; expected at most {most}.");
    }

    /// <summary>A finished picture.</summary>
    private sealed record Recorded(string Path, int Frames, long AgentSteps, Playback Played, long Bytes)
    {
        internal IReadOnlyList<double> Returns => Played.Returns;
    }
}
