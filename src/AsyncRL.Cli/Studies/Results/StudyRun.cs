using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>A run of a study with its measures. It keeps no table, because a study may have thousands of runs.</summary>
/// <param name="Cell">The run.</param>
/// <param name="Result">Its result; null if it has not ended.</param>
internal sealed record StudyRun(StudyCell Cell, CellResult? Result)
{
    private static readonly RunCourse NoCourse = new([], double.NaN, double.NaN);

    /// <summary>Where successive halving stopped the run; null if it did not.</summary>
    internal RungScore? StoppedAt { get; init; }

    /// <summary>Mean return of the final evaluation, with drawn actions; NaN without one.</summary>
    internal double Final { get; init; } = double.NaN;

    /// <summary>Mean return of the final evaluation with the most probable actions; NaN without one.</summary>
    internal double Greedy { get; init; } = double.NaN;

    /// <summary>The learning curve; without points if the run has not ended, or if too few episodes ended.</summary>
    internal RunCourse Course { get; init; } = NoCourse;

    /// <summary>The point at which the task was learned; at infinity if it was not, and null if the task has no bar.</summary>
    internal CoursePoint? Learned { get; init; }

    /// <summary>Mean staleness of the updates; NaN if the run counts none.</summary>
    internal double Staleness { get; init; } = double.NaN;

    /// <summary>Seconds of training; null if the run has not ended.</summary>
    internal double? Seconds { get; init; }

    /// <summary>The machine and the version that trained it; empty if the run has not ended.</summary>
    internal string Machine { get; init; } = "";

    /// <summary>Mean of the learning curve over agent steps; NaN without a curve.</summary>
    internal double Area => Course.MeanReturn;

    /// <summary>Mean return of the last 100 training episodes; NaN without an episode.</summary>
    internal double Last => Course.LastReturn;

    /// <summary>The state, as tables name it.</summary>
    internal string State =>
        StoppedAt is not null ? "stopped" : Result is null ? "incomplete" : Result.Failure is null ? "finished" : "failed";

    /// <summary>Reads a run.</summary>
    /// <param name="cell">The run.</param>
    /// <param name="directory">The study's directory.</param>
    /// <param name="command">The command that reads it.</param>
    /// <returns>The run.</returns>
    internal static StudyRun Read(StudyCell cell, string directory, string command)
    {
        string path = cell.PathIn(directory);
        var run = new StudyRun(cell, CellResult.Read(path));
        if (run.Result is null || !File.Exists(Path.Combine(path, Parsing.RunPath.Manifest))) return run;
        var files = RunFiles.Open(path, command);
        bool countsStaleness = files.Threads?.Find("agent_steps") is not null;
        return run with
        {
            Final = files.Evaluation?.MeanReturn ?? double.NaN,
            Greedy = files.Evaluation?.GreedyMeanReturn ?? double.NaN,
            Course = files.Course,
            Learned = cell.Group.Task.Bar is { } bar ? files.FirstAt(bar) : null,
            Staleness = countsStaleness ? StalenessReport.MeanOf(StalenessReport.Of(files.Threads!)) : double.NaN,
            Seconds = files.Seconds,
            Machine = $"{SettingOf(files, "processor")}; AsyncRL {SettingOf(files, "version")}",
        };
    }

    private static string SettingOf(RunFiles files, string name) => files.Settings.GetValueOrDefault(name, "unknown");

    /// <summary>
    /// The score of the run. A run whose training failed has the task's lowest return, because it must not be left out; without one, the
    /// mean of its last episodes.
    /// </summary>
    /// <param name="measure">One of <see cref="StudyDefinition.Scores"/>.</param>
    /// <returns>The score; NaN if the run has not ended.</returns>
    internal double Score(string measure)
    {
        if (Result is null) return double.NaN;
        if (Result.Failure is not null) return Cell.Group.Task.Low ?? Last;
        return measure switch
        {
            "greedy" => Greedy,
            "area" => Area,
            "last" => Last,
            _ => double.IsNaN(Final) ? Last : Final,
        };
    }
}
