using System.CommandLine;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Exports;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Recording;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Interchange;
using AsyncRL.Interchange.TensorBoard;
using AsyncRL.Interchange.Weights;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl export</c>: writes a run's network, weights or tables for other programs.</summary>
internal sealed class ExportCommand : ExampledCommand
{
    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _directory = RunArgument.Create();
    private readonly TextOption _format = new(
        "--format", "NAME", $"one of {FormatNames()}", $"The format: {FormatNames()}.");

    private readonly TextOption _output = FileOfRun.OutputOption(
        "--output", "FILE", "a path", "The file, or the directory of an event file. Default: in the run's directory.");

    private readonly TextOption _layout = LayoutOption.Create("torch");
    private readonly TextOption _checkpoint = CheckpointOption.Create();
    private readonly Option<bool> _json = JsonOption.Create();

    internal ExportCommand(ConsoleHost consoleHost)
        : base(
            "export",
            "Write the network, the weights or the tables of a run for other programs.",
            [.. Array.ConvertAll([.. ExportFormat.All], format => $"{format.Name}: {format.Summary}.")],
            [
                "asyncrl export runs/catch-a3c-1 --format onnx --output catch.onnx",
                "asyncrl export runs/catch-a3c-1 --format safetensors --layout torch",
                "asyncrl export runs/catch-a3c-1 --format npz --layout asyncrl --checkpoint best",
                "asyncrl export runs/catch-a3c-1 --format tensorboard",
            ])
    {
        _consoleHost = consoleHost;
        Add(_directory);
        foreach (Option option in (Option[])[_format, _output, _layout, _checkpoint, _json]) Add(option);
        SetAction(Export);
    }

    private static string FormatNames() => string.Join(", ", Array.ConvertAll([.. ExportFormat.All], format => format.Name));

    private int Export(ParseResult parsed)
    {
        string name = parsed.GetValue(_format)
            ?? throw new InputException($"There is no format; expected --format with one of {FormatNames()}.");
        ExportFormat format = ExportFormat.Find(name);
        WeightLayout? layout = LayoutOption.Read(parsed.GetValue(_layout));
        if (layout is not null && format != ExportFormat.SafeTensors && format != ExportFormat.Npz)
            throw new InputException($"The format {format.Name} has no layout of weights; expected --layout with safetensors or npz.");
        string directory = parsed.GetRequiredValue(_directory);
        TrainedRun run = TrainedRun.Open(directory, parsed.GetValue(_checkpoint), Name, 0, _consoleHost);
        TrainedNetwork network = AgentEvents.NetworkOf(run);
        string path = parsed.GetValue(_output)
            ?? (format == ExportFormat.TensorBoard
                ? EventDisplay.DirectoryOf(directory) : Path.Combine(directory, $"network{format.Ending}"));
        IReadOnlyList<string> missing = [];
        (string written, long bytes) = format == ExportFormat.TensorBoard
            ? WriteEvents(run, path, out missing)
            : (path, WriteFile(format, path, network, layout ?? WeightLayout.Torch));
        if (parsed.GetValue(_json))
        {
            Json.Write(_consoleHost.Output, new JsonObject
            {
                ["format"] = format.Name,
                ["file"] = Path.GetFullPath(written),
                ["bytes"] = bytes,
                ["agentSteps"] = network.AgentSteps,
                ["missing"] = Json.Array(missing, sentence => JsonValue.Create(sentence)),
            });
            return ExitCode.Success;
        }

        _consoleHost.Output.WriteLine(
            $"{NumberText.Quoted(written)}, {NumberText.Count(bytes, "byte")}, of agent step {NumberText.Count(network.AgentSteps)}.");
        if (format == ExportFormat.TensorBoard)
            _consoleHost.Output.WriteLine($"Look at it with: tensorboard --logdir {NumberText.Quoted(path)}");
        return ExitCode.Success;
    }

    private static long WriteFile(ExportFormat format, string path, TrainedNetwork network, WeightLayout layout)
    {
        using var file = PictureFile.Create(path);
        format.Write(network, layout, file.Stream);
        return file.Finish();
    }

    private (string File, long Bytes) WriteEvents(TrainedRun run, string path, out IReadOnlyList<string> missing)
    {
        using RunEvents events = RunEvents.Begin(run.Directory, path);
        events.WriteNew();
        missing = events.Missing;
        foreach (string sentence in missing) _consoleHost.Error.WriteLine($"Note: {sentence}");
        foreach (TrainedRun earlier in run.Course(AgentEvents.MostCheckpoints)) events.WriteParameters(AgentEvents.NetworkOf(earlier));
        new AgentEvents(_consoleHost).Write(run, events);
        return (events.File, new FileInfo(events.File).Length);
    }
}
