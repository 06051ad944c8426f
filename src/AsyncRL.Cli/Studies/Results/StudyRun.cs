using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>A run of a study with its measures.</summary>
/// <param name="Cell">The run.</param>
/// <param name="Result">Its result; null if it has not ended.</param>
/// <param name="Files">Its files; null if it has not ended, or has failed before it wrote them.</param>
internal sealed record StudyRun(StudyCell Cell, CellResult? Result, RunFiles? Files)
{
    /// <summary>The state, as tables name it.</summary>
    internal string State => Result is null ? "incomplete" : Result.Failure is null ? "finished" : "failed";

    /// <summary>Mean return of the final evaluation, with drawn actions; NaN without one.</summary>
    internal double Final => Files?.Evaluation?.MeanReturn ?? double.NaN;

    /// <summary>Mean return of the final evaluation with the most probable actions; NaN without one.</summary>
    internal double Greedy => Files?.Evaluation?.GreedyMeanReturn ?? double.NaN;

    /// <summary>Mean of the learning curve over agent steps; NaN without a curve.</summary>
    internal double Area => Files?.Course.MeanReturn ?? double.NaN;

    /// <summary>Mean return of the last 100 training episodes; NaN without an episode.</summary>
    internal double Last => Files?.Course.LastReturn ?? double.NaN;

    /// <summary>The point at which the task was learned; at infinity if it was not, and null if the task has no bar.</summary>
    internal CoursePoint? Learned => Cell.Group.Task.Bar is { } bar ? Files?.FirstAt(bar) : null;

    /// <summary>Mean staleness of the updates; NaN if the run counts none.</summary>
    internal double Staleness => Files?.Threads is { } threads && threads.Find("agent_steps") is not null
        ? StalenessReport.MeanOf(StalenessReport.Of(threads)) : double.NaN;

    /// <summary>Reads a run.</summary>
    /// <param name="cell">The run.</param>
    /// <param name="directory">The study's directory.</param>
    /// <param name="command">The command that reads it.</param>
    /// <returns>The run.</returns>
    internal static StudyRun Read(StudyCell cell, string directory, string command)
    {
        string path = cell.PathIn(directory);
        CellResult? result = CellResult.Read(path);
        bool hasFiles = result is not null && File.Exists(Path.Combine(path, Parsing.RunPath.Manifest));
        return new StudyRun(cell, result, hasFiles ? RunFiles.Open(path, command) : null);
    }

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
