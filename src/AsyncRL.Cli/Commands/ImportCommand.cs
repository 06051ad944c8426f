using System.CommandLine;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Exports;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Interchange;
using AsyncRL.Interchange.Weights;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl import</c>: makes a run that begins with weights of another program.</summary>
internal sealed class ImportCommand : ExampledCommand
{
    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _file = new("FILE") { Description = "a file of safetensors" };
    private readonly TextOption _like = new(
        "--like", "DIR", "a directory that train wrote", "The run whose settings and network the new run has.");

    private readonly TextOption _output = new("--output", "DIR", "a path that does not exist", "Directory of the new run.");
    private readonly TextOption _layout = LayoutOption.Create("the one whose names the file has");
    private readonly Option<bool> _json = JsonOption.Create();

    internal ImportCommand(ConsoleHost consoleHost)
        : base(
            "import",
            "Make a run that begins with weights from a file, which another program may have written.",
            [
                "The new run has the settings of the run that --like names, stands at agent step 0, and has the moments of that run if its "
                    + "observations are normalized. evaluate, play and record take it, and train --resume trains it.",
            ],
            [
                "asyncrl import catch.safetensors --like runs/catch-a3c-1 --output runs/imported",
                "asyncrl evaluate runs/imported",
                "asyncrl train --resume runs/imported",
            ])
    {
        _consoleHost = consoleHost;
        Add(_file);
        foreach (Option option in (Option[])[_like, _output, _layout, _json]) Add(option);
        SetAction(Import);
    }

    private int Import(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(_file);
        string like = parsed.GetValue(_like)
            ?? throw new InputException("There is no run to take the settings of; expected --like DIR, a directory that train wrote.");
        string output = parsed.GetValue(_output)
            ?? throw new InputException("There is no output directory; expected --output DIR, a path that does not exist.");
        WeightLayout? layout = LayoutOption.Read(parsed.GetValue(_layout));
        TrainedRun source = TrainedRun.Open(like, null, Name, 0, _consoleHost);
        var network = new TrainedNetwork(source.Configuration, 0, source.Theta, source.Normalization);
        IReadOnlyList<NamedArray> arrays = SafeTensors.Read(ReadFile(path));
        float[] theta = WeightFile.ReadTheta(arrays, network, layout ?? WeightFile.LayoutOf(arrays));
        Trainer.Begin(source.Configuration, RunDirectory.Create(output, source.Configuration), theta, source.Normalization);
        int count = source.Configuration.Network.Layout.ParameterCount;
        if (parsed.GetValue(_json))
        {
            Json.Write(_consoleHost.Output, new JsonObject { ["output"] = Path.GetFullPath(output), ["parameters"] = count });
            return ExitCode.Success;
        }

        _consoleHost.Output.WriteLine(
            $"{NumberText.Count(count, "parameter")} of {NumberText.Quoted(path)} in {NumberText.Quoted(output)}, at agent step 0.");
        return ExitCode.Success;
    }

    private static byte[] ReadFile(string path)
    {
        if (!File.Exists(path)) throw new InputException($"There is no file {path}; expected a file of safetensors.");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The file {path} cannot be read: {problem.Message}", problem);
        }
    }
}
