using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Scores;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Commands;

/// <summary>What <c>asyncrl compare RUN…</c> compares. Nothing is trained, and nothing is written into the runs.</summary>
/// <param name="Directories">The directories that the user named.</param>
/// <param name="By">The only option by which runs are grouped; null for all but the seed.</param>
/// <param name="Best">The number of settings over which a group is scored, its best ones; null for all.</param>
/// <param name="Score">What runs are judged by.</param>
internal sealed record FinishedRunsComparison(IReadOnlyList<string> Directories, string? By, int? Best, RunScore Score)
{
    private const int MostNotes = 20;

    /// <summary>Reads the runs and writes the tables.</summary>
    /// <param name="consoleHost">The process in which it runs.</param>
    /// <param name="json">Whether one JSON document is written instead.</param>
    /// <exception cref="InputException">A path holds no run, a run cannot be read, or no run has the option.</exception>
    /// <exception cref="OperationCanceledException">A signal ended the work.</exception>
    internal void Run(ConsoleHost consoleHost, bool json)
    {
        List<NamedRun> runs = Read(consoleHost, json);
        string? by = By is null ? null : OptionNamed(By, runs);
        List<ScoredEnvironment> environments = ScoredEnvironment.Of(runs, by, Best, Score);
        if (json)
        {
            Json.Write(consoleHost.Output, ScoreDocument.Of(environments, Score, by));
            return;
        }

        var tables = new ScoreTables(consoleHost.Output, Score);
        foreach (ScoredEnvironment environment in environments)
        {
            if (environment != environments[0]) consoleHost.Output.WriteLine();
            tables.Write(environment);
        }

        WriteMissing(consoleHost.Error, runs);
    }

    /// <summary>A missing final evaluation is a failure of the scores that need it.</summary>
    private static void WriteMissing(TextWriter writer, List<NamedRun> runs)
    {
        var notes = new List<string>();
        foreach (NamedRun run in runs)
        {
            foreach (string sentence in run.Files.MissingTables) notes.Add($"Note: {run.Name}: {sentence}");
        }

        foreach (string note in notes[..Math.Min(MostNotes, notes.Count)]) writer.WriteLine(note);
        if (notes.Count > MostNotes)
            writer.WriteLine($"Note: there are {NumberText.Count(notes.Count - MostNotes, "other note")}; --json prints them.");
    }

    private List<NamedRun> Read(ConsoleHost consoleHost, bool json)
    {
        CancellationToken stop = consoleHost.Signals.Await();
        (TextWriter writer, bool isTerminal) = consoleHost.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, consoleHost.Clock);
        var runs = new List<NamedRun>();
        try
        {
            List<string> paths = RunSearch.Find(Directories, CompareCommand.CommandName);
            List<string> names = ReportedRun.NamesOf(paths);
            for (int i = 0; i < paths.Count; i++)
            {
                stop.ThrowIfCancellationRequested();
                progress.Report((double)i / paths.Count, $"reading {paths[i]}");
                runs.Add(new NamedRun(names[i], i + 1, RunFiles.Open(paths[i], CompareCommand.CommandName)));
            }
        }
        finally
        {
            progress.Clear();
        }

        return runs;
    }

    private static string OptionNamed(string word, List<NamedRun> runs)
    {
        List<string> names = RunGroups.NamesOf(runs.ConvertAll(run => new ReportedRun(run, [])));
        return Names.Match(word, names)
            ?? throw new InputException($"The option --by is \"{word}\", which no run has; {Names.Advice(word, names)}");
    }
}
