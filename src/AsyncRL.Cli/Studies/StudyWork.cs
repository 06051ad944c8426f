using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Results;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Studies;

/// <summary>How a study is run.</summary>
/// <param name="CommandName">The command that runs it.</param>
internal sealed record StudySettings(string CommandName)
{
    /// <summary>The command that runs and continues studies.</summary>
    internal const string StudyCommand = "study";

    /// <summary>Runs of one thread at a time.</summary>
    internal int SideBySide { get; init; } = Environment.ProcessorCount;

    /// <summary>The arms that are trained; null for all.</summary>
    internal IReadOnlyList<string>? Only { get; init; }

    /// <summary>The share of the agent steps and of the evaluation's episodes that is done.</summary>
    internal double BudgetShare { get; init; } = 1;

    /// <summary>Whether the results are printed as a JSON document.</summary>
    internal bool Json { get; init; }

    /// <summary>Whether the runs of an arm are trained.</summary>
    /// <param name="arm">The arm.</param>
    internal bool Includes(string arm) => Only is null || Names.Match(arm, Only) is not null;
}

/// <summary>Runs a study, and writes its table, its figures and its pages.</summary>
/// <param name="consoleHost">The process in which it runs.</param>
/// <param name="settings">How it runs.</param>
internal sealed class StudyWork(ConsoleHost consoleHost, StudySettings settings)
{
    private const string TableName = "results.csv", PageName = "report.html", MarkdownName = "study.md";

    private const string DocumentName = "study-results.json";

    private readonly CancellationToken _stop = consoleHost.Signals.Await();

    /// <summary>Says what would be trained, and how long it would take.</summary>
    /// <param name="study">The study.</param>
    /// <returns>The exit code.</returns>
    internal int Describe(StudyDefinition study)
    {
        StudyPlan plan = Plan(study);
        plan.CheckMemory(settings.SideBySide, consoleHost.Memory());
        ProgressLine progress = MakeProgress();
        double share = plan.ShareOfHalving;
        double seconds = share * SpeedProbe.Seconds(plan, settings.SideBySide, progress.Report, _stop);
        progress.Clear();
        int alone = plan.Groups.Where(group => group.IsAlone).Sum(group => group.Cells.Count);
        if (settings.Json)
        {
            Json.Write(consoleHost.Output, new JsonObject
            {
                ["runs"] = plan.Runs,
                ["runsAlone"] = alone,
                ["sideBySide"] = settings.SideBySide,
                ["agentSteps"] = plan.AgentSteps,
                ["halvingShare"] = plan.Study.Halve is null ? null : Json.Number(share),
                ["estimatedSeconds"] = Json.Number(seconds),
                ["groups"] = Json.Array(plan.Groups, group => new JsonObject
                {
                    ["name"] = group.Name,
                    ["agentSteps"] = group.Configuration.AgentSteps,
                    ["runs"] = group.Cells.Count,
                    ["directory"] = group.RelativePath,
                }),
            });
            return ExitCode.Success;
        }

        TextWriter output = consoleHost.Output;
        if (study.Title.Length > 0) output.WriteLine(study.Title);
        foreach (string sentence in StudyText.Purpose(study)) output.WriteLine(sentence);
        output.WriteLine(
            $"{NumberText.Count(plan.Runs, "run")}: {NumberText.Count(study.Tasks.Length, "task")} × "
            + $"{NumberText.Count(plan.Groups.Select(group => group.Arm).Distinct().Count(), "arm")} × "
            + $"{NumberText.Count(study.Points().Length, "combination")} × {NumberText.Count(study.Seeds.Length, "seed")}; "
            + $"{NumberText.Count(plan.AgentSteps)} agent steps.");
        if (share < 1) output.WriteLine($"Successive halving does {NumberText.Percent(share)} % of these agent steps.");
        if (alone > 0) output.WriteLine($"{NumberText.Count(alone, "run")} will have the machine for themselves, one after another.");
        output.WriteLine(
            $"About {NumberText.Duration(seconds)} with {NumberText.Count(settings.SideBySide, "run")} side by side, without the final "
            + "evaluations, at the speed that was measured now.");
        return ExitCode.Success;
    }

    /// <summary>Runs the study, or continues it, and writes what it gave.</summary>
    /// <param name="study">The study.</param>
    /// <param name="output">The study's directory.</param>
    /// <param name="command">The command line that repeats it.</param>
    /// <returns>The exit code.</returns>
    internal int Run(StudyDefinition study, string output, string command)
    {
        StudyPlan plan = Plan(study);
        plan.CheckMemory(settings.SideBySide, consoleHost.Memory());

        // The results of arms that are left out now may be there from before.
        StudyPlan whole = settings.Only is null ? plan : StudyPlan.Of(study, null, settings.BudgetShare);
        using var directory = StudyDirectory.Open(output, study, settings.BudgetShare);
        whole.CheckEarlierRuns(output);
        Warn(plan);
        ProgressLine progress = MakeProgress();
        var runner = new StudyRunner(plan, output, settings.SideBySide, progress.Report, TellProblem, _stop);
        int problems = runner.Run();
        progress.Clear();
        return Conclude(WritePages(whole, directory, progress, command), output, problems);

        void TellProblem(StudyCell cell, Exception problem)
        {
            progress.Clear();
            consoleHost.Error.WriteLine($"The run {cell.Name} could not be trained: {problem.Message}");
        }
    }

    /// <summary>Writes again what the runs of a study gave so far, and trains nothing.</summary>
    /// <param name="study">The study.</param>
    /// <param name="output">The study's directory.</param>
    /// <param name="command">The command line that repeats it.</param>
    /// <returns>The exit code.</returns>
    internal int Report(StudyDefinition study, string output, string command)
    {
        StudyPlan whole = Plan(study);
        using var directory = StudyDirectory.Open(output, study, settings.BudgetShare);
        whole.CheckEarlierRuns(output);
        Conclude(WritePages(whole, directory, MakeProgress(), command), output, problems: 0);
        return ExitCode.Success;
    }

    private StudyReport WritePages(StudyPlan whole, StudyDirectory directory, ProgressLine progress, string command)
    {
        var results = StudyResults.Read(whole, directory.Given, settings.CommandName, progress.Report);
        var report = StudyReport.Make(results);
        progress.Clear();
        Write(directory, report, command);
        return report;
    }

    private StudyPlan Plan(StudyDefinition study) => StudyPlan.Of(study, settings.Only, settings.BudgetShare);

    private ProgressLine MakeProgress()
    {
        (TextWriter writer, bool isTerminal) = consoleHost.ProgressTarget(settings.Json);
        return new ProgressLine(writer, isTerminal, consoleHost.Clock);
    }

    private void Warn(StudyPlan plan)
    {
        var told = new HashSet<string>();
        foreach (StudyGroup group in plan.Groups)
        {
            foreach (string warning in group.Configuration.Warnings)
            {
                if (told.Add(warning)) consoleHost.Error.WriteLine($"Warning: {group.Name}: {warning}");
            }
        }

        int most = plan.Groups.Max(group => group.IsAlone ? group.Configuration.Threads : settings.SideBySide);
        ThreadWarning.Write(consoleHost.Error, most);
    }

    private static void Write(StudyDirectory directory, StudyReport report, string command)
    {
        directory.Write(TableName, ResultsTable.Write(report.Results));
        foreach (Figure figure in report.Figures)
        {
            string file = StudyPages.FileOf(figure);
            directory.Write(file, figure.Picture.Span);
            directory.Write(Path.ChangeExtension(file, ".csv"), figure.Data);
        }

        directory.Write(PageName, StudyPages.Html(report, command));
        directory.Write(MarkdownName, StudyPages.Markdown(report, command));
        directory.Write(DocumentName, StudyDocument.Of(report, directory.Given).ToJsonString() + "\n");
    }

    private int Conclude(StudyReport report, string output, int problems)
    {
        StudyResults results = report.Results;
        int incomplete = results.Runs.Count(run => run is { Result: null, StoppedAt: null } && settings.Includes(run.Cell.Group.Arm.Name));
        if (settings.Json) Json.Write(consoleHost.Output, StudyDocument.Of(report, output));
        (TextWriter writer, _) = consoleHost.ProgressTarget(settings.Json);
        foreach (string answer in report.Answers) writer.WriteLine(answer);
        foreach (string failure in report.Failures) consoleHost.Error.WriteLine($"Failed: {failure}");
        string page = Path.Combine(output, PageName), table = Path.Combine(output, TableName);
        writer.WriteLine($"The page of the study: {page}; the table of its runs: {table}");
        if (incomplete == 0) return ExitCode.Success;
        writer.WriteLine(
            $"{NumberText.Count(incomplete, "run")} of {NumberText.Count(results.Plan.Runs)} {(incomplete == 1 ? "is" : "are")} not "
            + $"complete. Continue: {consoleHost.Command} {StudySettings.StudyCommand} {NumberText.Quoted(output)}");
        return problems > 0 || !consoleHost.Signals.Received ? ExitCode.Failure : consoleHost.Signals.ExitCode;
    }
}
