using System.Text;
using AsyncRL.Cli.Recording;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Cli.Curves;

/// <summary>The picture of a learning curve that <c>train</c> leaves in its directory.</summary>
internal static class CurveFile
{
    private const string Command = "train";

    /// <summary>Writes the picture of a run into the run's directory.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="error">Receives a note if the picture cannot be made.</param>
    /// <returns>The file; null if it cannot be made.</returns>
    internal static string? TryWrite(string directory, TextWriter error) =>
        TryWrite(directory, () => RunCurve.FigureOf(directory, Command).Picture, error);

    /// <summary>Writes the picture of the runs of several seeds into the directory that holds theirs.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="runs">The runs' directories.</param>
    /// <param name="error">Receives a note if the picture cannot be made.</param>
    /// <returns>The file; null if it cannot be made.</returns>
    internal static string? TryWrite(string directory, IReadOnlyList<string> runs, TextWriter error) =>
        TryWrite(directory, () => Encoding.UTF8.GetBytes(ChartOf(runs).Draw()), error);

    /// <summary>Draws the curves of runs that differ in nothing but their seed.</summary>
    private static Chart ChartOf(IReadOnlyList<string> directories)
    {
        var runs = new List<NamedRun>();
        foreach (string directory in directories)
        {
            var files = RunFiles.Open(directory, Command);
            runs.Add(new NamedRun($"seed {files.Request.Seed}", runs.Count + 1, files));
        }

        var group = new RunGroup(runs[0].Files.Request.Algorithm ?? "", 0, runs);
        var panel = new ChartPanel(new ChartAxis("return"));
        List<ChartLine> lines = group.Lines((_, point) => point.AgentStep);
        for (int i = 0; i < lines.Count; i++)
            panel.Series.Add(group.HasBand ? lines[i] : lines[i] with { Color = i, Name = lines[i].Label });
        string title = $"{runs[0].Files.Request.Environment}, {group.Name}: mean return of the latest 100 episodes, {runs.Count} seeds";
        return new Chart(title, new ChartAxis("agent steps") { Low = 0 }) { Panels = { panel } };
    }

    /// <summary>A picture must not fail a run that is trained. Whatever goes wrong is a note.</summary>
    private static string? TryWrite(string directory, Func<ReadOnlyMemory<byte>> draw, TextWriter error)
    {
        try
        {
            string path = Path.Combine(directory, RunCurve.FileName);
            ReadOnlyMemory<byte> picture = draw();
            using var file = PictureFile.Create(path);
            file.Stream.Write(picture.Span);
            file.Finish();
            return path;
        }
        catch (Exception problem)
        {
            string reason = problem.Message.Replace(PictureFile.Unfinished, "", StringComparison.Ordinal);
            error.WriteLine($"Note: The picture of the learning curve could not be written: {reason}");
            return null;
        }
    }
}
