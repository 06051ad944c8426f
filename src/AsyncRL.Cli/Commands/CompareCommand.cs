using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Comparisons;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>
/// <c>asyncrl compare</c>: trains several algorithms on several environments and writes a page with tables and charts, or compares runs
/// that were trained before.
/// </summary>
internal sealed class CompareCommand : ExampledCommand
{
    internal const string CommandName = "compare";

    private const string PageName = "compare.md", DocumentName = "compare.json";

    private readonly ConsoleHost _consoleHost;
    private readonly CompareOptions _options = new();

    internal CompareCommand(ConsoleHost consoleHost)
        : base(
            CommandName,
            "Compare finished runs; or train algorithms on environments with several seeds, and write a page with tables and charts.",
            [
                "With RUN nothing is trained. Runs that differ only in their seed are a group. For each environment there are the scores "
                    + "of the groups, how probably each is better than the first group, and the options that differ between them.",
                "Without RUN runs are trained. All runs of an environment have the same number of agent steps. Each algorithm has its "
                    + "preset of the environment, or, without one, the default of every option; the page shows which. "
                    + "Runs are trained one after another.",
                "DIR receives compare.md, compare.json, two charts (.svg) per environment, and the runs in "
                    + "DIR/ENVIRONMENT/ALGORITHM-threads-N/seed-S. docs/command.md explains the figures.",
                "After Ctrl-C, SIGTERM or a closed terminal the present run is saved. The same command continues: complete runs are "
                    + "not repeated, and the incomplete run is resumed. With more algorithms, environments or seeds it adds their runs.",
                "Exit code 1: a run failed in training; the others were trained, and the page has them. Exit code 2: wrong input.",
            ],
            [
                "asyncrl compare runs/catch-a3c-1 runs/catch-ppo-1",
                "asyncrl compare runs/comparison --score time-to:0.9 --json",
                "asyncrl compare runs/rates --by learning-rate --at 100000",
                "asyncrl compare runs/studies/robustness --by algorithm --best 5 --score area",
                "asyncrl compare --algorithms a3c,a2c,ppo --environments catch,cartpole --output runs/comparison",
                "asyncrl compare --algorithms a3c,ppo --environments t-maze --seeds 1..10 --threads 1,2 --output runs/memory",
                "asyncrl compare --algorithms a3c,a2c --environments catch --agent-steps 200000 --set t-max=10 --output runs/equal --json",
            ])
    {
        _consoleHost = consoleHost;
        _options.AddTo(this);
        SetAction(Compare);
    }

    private int Compare(ParseResult parsed)
    {
        bool json = parsed.GetValue(_options.Json);
        if (_options.ReadFinishedRuns(parsed) is { } finished)
        {
            finished.Run(_consoleHost, json);
            return ExitCode.Success;
        }

        ComparisonRequest request = _options.ReadRequest(parsed);
        OutputDirectory.Refuse(request.Output);
        ImmutableArray<ComparisonRow> rows = request.Resolve();
        foreach (ComparisonRow row in rows)
        {
            MemoryEstimate.OfTraining(row.Configuration).Check(_consoleHost.Memory());
            row.CheckEarlierRuns();
        }

        OutputDirectory.Make(request.Output);
        OutputFile.Check("--output", Path.Combine(request.Output, PageName));
        Warn(rows);
        (TextWriter progress, _) = _consoleHost.ProgressTarget(json);
        var training = new ComparisonTraining(_consoleHost, progress, rows.Length * request.Seeds.Length);
        List<ComparisonResult> results = [];
        foreach (ComparisonRow row in rows) results.Add(training.Train(row, request.Seeds));
        Write(request, results, json);
        return Conclude(request, results, progress);
    }

    private void Warn(ImmutableArray<ComparisonRow> rows)
    {
        var told = new HashSet<string>();
        int most = 0;
        foreach (ComparisonRow row in rows)
        {
            most = Math.Max(most, row.Threads);
            foreach (string warning in row.Configuration.Warnings)
            {
                if (told.Add(warning)) _consoleHost.Error.WriteLine($"Warning: {warning}");
            }
        }

        ThreadWarning.Write(_consoleHost.Error, most);
    }

    private void Write(ComparisonRequest request, List<ComparisonResult> results, bool json)
    {
        string command = _consoleHost.ForProgram(_options.CommandLineOf(request));
        List<ComparisonChart> charts = ComparisonChart.Draw(results);
        foreach (ComparisonChart chart in charts) File.WriteAllText(Path.Combine(request.Output, chart.FileName), chart.Svg);
        JsonObject document = ComparisonDocument.Of(results, charts, command);
        using (var file = new StreamWriter(Path.Combine(request.Output, DocumentName))) Json.Write(file, document);
        File.WriteAllText(Path.Combine(request.Output, PageName), ComparisonPage.Write(request, results, charts, command));
        if (json) Json.Write(_consoleHost.Output, document);
    }

    private int Conclude(ComparisonRequest request, List<ComparisonResult> results, TextWriter progress)
    {
        int complete = 0, all = 0;
        bool failed = false;
        foreach (ComparisonResult result in results)
        {
            complete += result.Finished;
            all += result.Runs.Length;
            foreach (ComparedRun run in result.Runs) failed |= run.Problem is not null;
        }

        progress.WriteLine($"{complete} of {NumberText.Count(all, "run")} are complete: {Path.Combine(request.Output, PageName)}");
        if (complete == all) return ExitCode.Success;
        progress.WriteLine("The same command continues the comparison.");
        return failed || !_consoleHost.Signals.Received ? ExitCode.Failure : _consoleHost.Signals.ExitCode;
    }
}
