using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl picture</c>: draws what a trained agent has learned, and the course of its training.</summary>
internal sealed class PictureCommand : ExampledCommand
{
    private const string All = "all";
    private const int FewestStates = 50, MostStates = 5000, MostAnimatedSteps = 1000;

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _directory = RunArgument.Create();
    private readonly Argument<string> _kind = new("KIND") { Description = $"a kind of picture, or {All}" };
    private readonly TextOption _output = FileOfRun.OutputOption(
        "--output", "FILE", "a file's name, or a directory's",
        $"The picture's file; a directory for {All} and for kinds of several pictures. A name that ends in .gif is an animation of a game, "
            + $"of {AnimatedKinds()}. Default: KIND.svg, or the directory pictures.");

    private readonly NumberOption<ulong> _seed = new("--seed", "S", "Seed of the episodes. Default: the run's.", 0);
    private readonly NumberOption<int> _states = new(
        "--states", "N",
        $"States that t-sne and embedding-of-games show, from {FewestStates} to {MostStates}. Default: 2000.", FewestStates);

    private readonly NumberOption<int> _agentSteps = new(
        "--agent-steps", "N", $"Most agent steps of an animation, to {MostAnimatedSteps}. Default: 300.", 1);

    private readonly Option<bool> _data = new("--data")
    {
        Description = "Also write the numbers of each picture, as CSV beside it.",
    };

    private readonly TextOption _checkpoint = CheckpointOption.Create();
    private readonly Option<bool> _json = JsonOption.Create();

    internal PictureCommand(ConsoleHost consoleHost)
        : base(
            "picture",
            "Draw what the agent of a run has learned, and the course of its training.",
            Kinds(),
            [
                "asyncrl picture runs/catch-a3c-1 saliency",
                "asyncrl picture runs/catch-a3c-1 value-along-game --output value.svg --seed 3",
                "asyncrl picture runs/catch-a3c-1 t-sne --states 1000 --data",
                "asyncrl picture runs/catch-a3c-1 return",
                "asyncrl picture runs/catch-a3c-1 all --output pictures",
            ])
    {
        _consoleHost = consoleHost;
        Add(_directory);
        Add(_kind);
        foreach (Option option in (Option[])[_output, _seed, _states, _agentSteps, _data, _checkpoint, _json]) Add(option);
        SetAction(Draw);
    }

    private static string AnimatedKinds() =>
        string.Join(", ", FigureKinds.All.Where(kind => kind.Animation is not null).Select(kind => kind.Name));

    private static string[] Kinds()
    {
        var lines = new List<string>
        {
            $"The word {All} draws each kind that can be drawn of the run. For these the agent plays fresh episodes with drawn actions:",
        };
        foreach (FigureKind kind in FigureKinds.All) lines.Add($"{kind.Name}: {kind.Summary}.");
        lines.Add("These kinds show the tables of the run, as asyncrl report does, and need no agent:");
        foreach (TrainingPictureKind kind in TrainingPictures.Kinds) lines.Add($"{kind.Name}: {kind.Summary}.");
        return [.. lines];
    }

    private int Draw(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(_kind), directory = parsed.GetRequiredValue(_directory);
        FigureKind? kind = FigureKinds.Find(name);
        TrainingPictureKind? ofTraining = TrainingPictures.Find(name);
        bool isAll = string.Equals(name, All, StringComparison.OrdinalIgnoreCase), json = parsed.GetValue(_json);
        if (kind is null && ofTraining is null && !isAll)
            throw new InputException(Names.Unknown("kind of picture", name, [.. FigureKinds.Names, .. TrainingPictures.Names, All]));
        if (parsed.GetValue(_states) > MostStates)
            throw new InputException($"The option --states is \"{parsed.GetValue(_states)}\"; expected at most {MostStates}.");
        var files = new FigureFiles(
            kind?.Name ?? ofTraining?.Name, parsed.GetValue(_output), parsed.GetValue(_data), kind?.Animation is not null);
        CheckAgentSteps(parsed, files);
        if (ofTraining is not null) RefuseOptionsOfAgents(ofTraining, parsed);
        RunPath.Check(directory, Name);
        files.Prepare();
        FigureSet made = ofTraining is not null ? OfTraining(directory, ofTraining)
            : isAll ? OfAll(directory, parsed, json) : OfAgent(kind, directory, parsed, json, files.IsAnimated);
        IReadOnlyList<WrittenFigure> written = files.Write(made.Figures);
        Conclude(written, made, json);
        return ExitCode.Success;
    }

    private void CheckAgentSteps(ParseResult parsed, FigureFiles files)
    {
        if (parsed.GetValue(_agentSteps) is not { } steps) return;
        if (steps > MostAnimatedSteps)
            throw new InputException($"The option {_agentSteps.Name} is \"{steps}\"; expected at most {MostAnimatedSteps}.");
        if (!files.IsAnimated)
            throw new InputException($"The option {_agentSteps.Name} is for animations; expected an {_output.Name} that ends in .gif.");
    }

    /// <summary>All kinds. Without a checkpoint there are those that need no agent.</summary>
    private FigureSet OfAll(string directory, ParseResult parsed, bool json)
    {
        FigureSet ofTraining = OfTraining(directory, null);
        try
        {
            return OfAgent(null, directory, parsed, json).With(ofTraining);
        }
        catch (InputException problem) when (parsed.GetValue(_checkpoint) is null && ofTraining.Figures.Count > 0)
        {
            return new FigureSet([], [.. FigureKinds.Names.Select(name => (name, problem.Message))]).With(ofTraining);
        }
    }

    private void RefuseOptionsOfAgents(TrainingPictureKind kind, ParseResult parsed)
    {
        foreach (Option option in (Option[])[_seed, _states, _agentSteps, _checkpoint])
        {
            if (parsed.GetResult(option) is not { Implicit: false }) continue;
            throw new InputException(
                $"The option {option.Name} is for pictures of agents, and the kind {kind.Name} shows the tables of the run; expected no "
                + $"{option.Name}.");
        }
    }

    /// <summary>The kinds that need no agent.</summary>
    private FigureSet OfTraining(string directory, TrainingPictureKind? only)
    {
        var files = RunFiles.Open(directory, Name);
        IReadOnlyList<Figure> all = TrainingPictures.Of(files);
        var figures = new List<Figure>();
        var missing = new List<(string Kind, string Reason)>();
        foreach (TrainingPictureKind kind in only is null ? TrainingPictures.Kinds : [only])
        {
            int before = figures.Count;
            figures.AddRange(all.Where(kind.Has));
            if (figures.Count > before) continue;
            if (only is not null) throw Refusal(kind.Name, kind.WhyNot(files));
            missing.Add((kind.Name, kind.WhyNot(files)));
        }

        return new FigureSet(figures, missing);
    }

    private FigureSet OfAgent(FigureKind? kind, string directory, ParseResult parsed, bool json, bool isAnimated = false)
    {
        TrainedRun run = TrainedRun.Open(directory, parsed.GetValue(_checkpoint), Name, 1, _consoleHost);
        if (kind?.WhyNot(run) is { } reason) throw Refusal(kind.Name, reason);
        return Make(run, kind, parsed, json, isAnimated);
    }

    private static InputException Refusal(string kind, string reason) => new($"The kind {kind} cannot be drawn of this run. {reason}");

    private FigureSet Make(TrainedRun run, FigureKind? kind, ParseResult parsed, bool json, bool isAnimated)
    {
        var settings = new FigureSettings { Seed = parsed.GetValue(_seed) };
        if (parsed.GetValue(_states) is { } states) settings = settings with { States = states };
        if (parsed.GetValue(_agentSteps) is { } steps) settings = settings with { AnimatedSteps = steps };
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, _consoleHost.Clock);
        CancellationToken stop = _consoleHost.Signals.Await();
        try
        {
            if (kind is null) return AgentFigures.Of(run, settings, progress.Report, stop);
            var context = new FigureContext(run, settings, progress.Report, stop);
            return new FigureSet(isAnimated ? [kind.Animation!(context)] : kind.Make(context), []);
        }
        finally
        {
            progress.Clear();
        }
    }

    private void Conclude(IReadOnlyList<WrittenFigure> written, FigureSet made, bool json)
    {
        if (json)
        {
            Json.Write(_consoleHost.Output, new JsonObject
            {
                ["figures"] = Json.Array(written, ToJson),
                ["missing"] = Json.Array(
                    made.Missing, missing => new JsonObject { ["kind"] = missing.Kind, ["reason"] = missing.Reason }),
            });
            return;
        }

        foreach (WrittenFigure file in written)
        {
            string bytes = NumberText.Count(file.Figure.Picture.Length, "byte");
            _consoleHost.Output.WriteLine($"{file.Figure.Title}: {NumberText.Quoted(file.Path)}, {bytes}.");
            if (written.Count == 1) _consoleHost.Output.WriteLine(file.Figure.Explanation);
        }

        foreach ((string kind, string reason) in made.Missing) _consoleHost.Output.WriteLine($"Not drawn: {kind}. {reason}");
    }

    private static JsonObject ToJson(WrittenFigure written) => new()
    {
        ["name"] = written.Figure.Name,
        ["title"] = written.Figure.Title,
        ["explanation"] = written.Figure.Explanation,
        ["description"] = written.Figure.Description,
        ["file"] = Path.GetFullPath(written.Path),
        ["data"] = written.DataPath is null ? null : Path.GetFullPath(written.DataPath),
        ["bytes"] = written.Figure.Picture.Length,
    };
}
