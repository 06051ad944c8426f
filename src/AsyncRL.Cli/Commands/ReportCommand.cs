using System.CommandLine;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Profiles;
using AsyncRL.Cli.Recording;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl report</c>: makes a page of one run, or of several side by side.</summary>
internal sealed class ReportCommand : ExampledCommand
{
    internal const string CommandName = "report";

    private const string DefaultOutput = "report.html";

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string[]> _directories = new("DIR")
    {
        Description = "directories that train wrote, or one that study wrote",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly TextOption _output = FileOfRun.OutputOption(
        "--output", "FILE", "a file's name", $"The page. An existing file is replaced. Default: {DefaultOutput}.");

    private readonly Option<bool> _noAgents = new("--no-agents")
    {
        Description = "Leave out what the agents have learned: the pictures that asyncrl picture makes, which take most of the time.",
    };

    private readonly Option<bool> _json = JsonOption.Create();

    internal ReportCommand(ConsoleHost consoleHost)
        : base(
            CommandName,
            "Make a page of runs: learning curves, losses, threads, evaluations, and the settings in which the runs differ.",
            [
                "The page is one HTML file with all pictures and their numbers, and it loads nothing from elsewhere. Runs that differ in "
                    + "nothing but their seed belong together: from five on they have an interquartile mean with a 95 % band. A run may be "
                    + "training; what it lacks is named on the page. docs/report.md explains the page.",
                "With the directory of a study the command writes the tables, figures and pages of the study again from its runs, as study "
                    + "does at its end, and trains nothing.",
                "Ctrl-C ends the command with exit code 130. Exit code 2: wrong input.",
            ],
            [
                "asyncrl report runs/catch-a3c-1",
                "asyncrl report runs/catch-a3c-1 runs/catch-ppo-1 --output comparison.html",
                "asyncrl report runs/ten/seed-* --output ten.html",
                "asyncrl report runs/catch-a3c-1 --no-agents --json",
                "asyncrl report runs/studies/robustness",
            ])
    {
        _consoleHost = consoleHost;
        Add(_directories);
        Add(_output);
        Add(_noAgents);
        Add(_json);
        SetAction(Make);
    }

    private int Make(ParseResult parsed)
    {
        string[] directories = parsed.GetValue(_directories) ?? [];
        string output = parsed.GetValue(_output) ?? DefaultOutput;
        bool json = parsed.GetValue(_json);
        if (Array.Find(directories, StudyDirectory.IsStudy) is { } study) return MakeOfStudy(study, parsed);
        foreach (string directory in directories) RunPath.Check(directory, CommandName);
        CancellationToken stop = _consoleHost.Signals.Await();
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, _consoleHost.Clock);
        using var file = PictureFile.Create(output);
        Report report;
        ReportedAgents? agents = parsed.GetValue(_noAgents) ? null : new ReportedAgents(_consoleHost, progress.Report, stop);
        try
        {
            report = Report.Make(directories, CommandName, run => FiguresOf(run, agents), progress.Report, stop);
        }
        finally
        {
            progress.Clear();
        }

        file.Stream.Write(Encoding.UTF8.GetBytes(ReportPage.Write(report, CommandLineOf(directories, output, agents is not null))));
        long bytes = file.Finish();
        if (json) Json.Write(_consoleHost.Output, ToJson(report, output, bytes));
        else Write(report, output, bytes);
        return ExitCode.Success;
    }

    private int MakeOfStudy(string directory, ParseResult parsed)
    {
        if (parsed.GetValue(_directories) is not { Length: 1 })
        {
            throw new InputException(
                $"The directory {directory} is that of a study, which has a page of its own; expected it alone, or directories of runs.");
        }

        foreach (Option option in (Option[])[_output, _noAgents])
        {
            if (parsed.GetResult(option) is null or { Implicit: true }) continue;
            throw new InputException(
                $"The option {option.Name} is one of runs, and the directory {directory} is that of a study, whose page is in it; expected "
                + "no such option.");
        }

        (StudyDefinition study, double share) = StudyDirectory.Read(directory);
        var settings = new StudySettings(CommandName) { BudgetShare = share, Json = parsed.GetValue(_json) };
        string command = $"{OwnCommand.Default} {StudyCommand.CommandName} {NumberText.Quoted(directory)}";
        return new StudyWork(_consoleHost, settings).Report(study, directory, _consoleHost.ForProgram(command));
    }

    /// <summary>The figures of one run and its agent.</summary>
    private static OwnFigures FiguresOf(RunFiles run, ReportedAgents? agents)
    {
        List<Figure> figures = [RunCurve.FigureOf(run)];
        if (TimelineFigure.Of(run) is { } timeline) figures.Add(timeline);
        if (run.Roofline is { } roofline) figures.Add(RooflineChart.FigureOf(roofline));
        OwnFigures ofAgent = agents?.Draw(run) ?? new OwnFigures([]);
        return ofAgent with { Figures = [.. figures, .. ofAgent.Figures] };
    }

    private string CommandLineOf(string[] directories, string output, bool hasAgents)
    {
        string[] quoted = Array.ConvertAll(directories, NumberText.Quoted);
        string option = output == DefaultOutput ? "" : $" {_output.Name} {NumberText.Quoted(output)}";
        string withoutAgents = hasAgents ? "" : $" {_noAgents.Name}";
        return $"{_consoleHost.Command} {CommandName} {string.Join(' ', quoted)}{option}{withoutAgents}";
    }

    private void Write(Report report, string output, long bytes)
    {
        foreach (ReportedRun run in report.Runs)
        {
            foreach (string sentence in run.Notes) _consoleHost.Error.WriteLine($"Note: {run.Name}: {sentence}");
        }

        int figures = FiguresIn(report);
        _consoleHost.Output.WriteLine(
            $"{NumberText.Count(figures, "figure")} of {NumberText.Count(report.Runs.Count, "run")}: {NumberText.Quoted(output)}, "
            + $"{NumberText.Count(bytes, "byte")}.");
    }

    private static int FiguresIn(Report report)
    {
        int figures = report.Figures.Count;
        foreach (ReportedRun run in report.Runs) figures += run.Figures.Count;
        return figures;
    }

    private static JsonObject ToJson(Report report, string output, long bytes) => new()
    {
        ["file"] = Path.GetFullPath(output),
        ["bytes"] = bytes,
        ["runs"] = Json.Array(report.Runs, run => new JsonObject
        {
            ["name"] = run.Name,
            ["directory"] = Path.GetFullPath(run.Files.Path),
            ["environment"] = run.Files.Request.Environment,
            ["algorithm"] = run.Files.Request.Algorithm,
            ["seed"] = run.Files.Request.Seed,
            ["agentSteps"] = Json.Number(run.Files.KnownAgentSteps),
            ["missing"] = Json.Array(
                [.. run.Missing, .. run.Undrawn.Select(undrawn => $"{undrawn}")], sentence => JsonValue.Create(sentence)),
            ["figures"] = Json.Array(run.Figures, figure => JsonValue.Create(figure.Name)),
        }),
        ["differences"] = Json.Array(RunGroups.DifferencesOf(report.Runs), name => JsonValue.Create(name)),
        ["figures"] = Json.Array(report.Figures, figure => JsonValue.Create(figure.Name)),
    };
}
