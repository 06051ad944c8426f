using System.Linq;
using System.Text.Json.Nodes;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>The results of a study as a JSON document.</summary>
internal static class StudyDocument
{
    /// <summary>Makes the document.</summary>
    /// <param name="report">The report.</param>
    /// <param name="directory">The study's directory.</param>
    /// <returns>The document.</returns>
    internal static JsonObject Of(StudyReport report, string directory) => new()
    {
        ["directory"] = Path.GetFullPath(directory),
        ["title"] = report.Title,
        ["score"] = report.Results.Plan.Study.Score,
        ["runs"] = report.Results.Plan.Runs,
        ["ended"] = report.Results.Runs.Count(run => run.Result is not null),
        ["failed"] = report.Results.Runs.Count(run => run.Result?.Failure is not null),
        ["seconds"] = Json.Number(report.Results.Seconds),
        ["groups"] = Json.Array(report.Results.Groups, Of),
        ["best"] = Json.Array(
            report.Results.Plan.Study.Tasks.SelectMany(task => BestTable.ScoresOf(report.Results, task)
                .Select(pair => (Task: task, pair.Series, pair.Best))),
            item => new JsonObject
            {
                ["task"] = item.Task.Name,
                ["arm"] = item.Series.Name,
                ["score"] = Json.Of(item.Best, index => item.Series.Groups[index].Group.Point.Name),
            }),
        ["figures"] = Json.Array(report.Figures, figure => JsonValue.Create(StudyPages.FileOf(figure))),
    };

    private static JsonObject Of(GroupResult group)
    {
        var varied = new JsonObject();
        foreach ((string option, string value) in group.Group.Point.Values) varied.Add(option, value);
        return new JsonObject
        {
            ["task"] = group.Group.Task.Name,
            ["arm"] = group.Group.Arm.Name,
            ["varied"] = varied,
            ["failed"] = group.Failures,
            ["stopped"] = group.Runs.Count(run => run.State == "stopped"),
            ["scores"] = Json.Array(group.Scores, score => Json.Number(score)),
            ["summary"] = Json.Of(group.Statistics),
            ["agentStepsToBar"] = Json.Number(ScoreTable.MedianOf(group, run => run.Learned?.AgentStep)),
            ["secondsToBar"] = Json.Number(ScoreTable.MedianOf(group, run => run.Learned?.Second)),
            ["seconds"] = Json.Number(ScoreTable.MedianOf(group, run => run.Seconds)),
        };
    }
}
