using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Views;

/// <summary>
/// The display of a training: its progress, its statistics, the curve of its returns, and a row per thread. It fits into any terminal of at
/// least 80 columns and 24 rows. In a low terminal, the curve gets one row and several threads share one.
/// </summary>
/// <param name="configuration">The run.</param>
/// <param name="output">The run's directory.</param>
internal sealed class Dashboard(TrainingConfiguration configuration, string output)
{
    private const int LargestWidth = 120;
    private const int ComfortableHeight = 32;
    private const double CurveResolution = 1.0 / 1000;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style CurveStyle = new(Color.Green);

    private readonly List<(double Share, double Return)> _returns = [];
    private TrainingProgress? _progress;
    private (int Finished, int Total) _evaluation;

    /// <summary>Updates the progress of the training.</summary>
    /// <param name="progress">The progress.</param>
    internal void Update(TrainingProgress progress)
    {
        _progress = progress;
        double share = (double)progress.AgentSteps / progress.LastAgentStep;
        bool isNews = _returns.Count == 0 || share >= _returns[^1].Share + CurveResolution;
        if (isNews && double.IsFinite(progress.RecentMeanReturn)) _returns.Add((share, progress.RecentMeanReturn));
    }

    /// <summary>Updates the progress of the final evaluation.</summary>
    /// <param name="finished">Number of finished episodes.</param>
    /// <param name="total">Number of all episodes.</param>
    internal void Update(int finished, int total) => _evaluation = (finished, total);

    /// <summary>Draws the present state.</summary>
    /// <param name="width">Available columns.</param>
    /// <param name="height">Available rows.</param>
    /// <returns>At most <paramref name="height"/> lines; empty before the first update.</returns>
    internal StyledText Draw(int width, int height)
    {
        var sheet = new StyledText();
        if (_progress is not { } progress) return sheet;
        width = Math.Min(width, LargestWidth);
        AddTitle(sheet, width);
        AddProgress(sheet, progress, width);
        sheet.Line();
        AddFigures(sheet, progress, width);
        sheet.Line();
        if (progress.LatestEvaluation is not null)
            sheet.AddLeft(TrainingSummary.DescribeLatest(progress).TrimStart(';', ' '), width, Quiet);
        AddCurve(sheet, width, height >= ComfortableHeight ? 4 : 1);
        sheet.Line();
        ThreadRows.Add(sheet, progress.Threads, configuration.ActorsOfAllGroups, width, height - sheet.Height);
        return sheet;
    }

    private void AddTitle(StyledText sheet, int width)
    {
        string name = $"{configuration.Algorithm.Name} on {configuration.Environment.Name}";
        string details = $" · network {configuration.Network.Description.Name} · {TrainingSummary.ActorsOf(configuration)}"
            + $" · {configuration.Sharing} · seed {configuration.Seed} · {output}";
        sheet.Line().Add(name, Heading).AddLeft(details, Math.Max(0, width - name.Length), Quiet);
    }

    private void AddProgress(StyledText sheet, TrainingProgress progress, int width)
    {
        const int TextWidth = 46;
        bool evaluates = _evaluation.Total > 0;
        double share = evaluates ? (double)_evaluation.Finished / _evaluation.Total : (double)progress.AgentSteps / progress.LastAgentStep;
        string text = evaluates
            ? $"evaluation: {_evaluation.Finished} of {_evaluation.Total} episodes"
            : $"{NumberText.Count(progress.AgentSteps)} of {NumberText.Count(progress.LastAgentStep)} agent steps";
        sheet.Line().AddProgress(share, Math.Max(0, width - TextWidth - 12));
        sheet.AddRight(NumberText.Percent(Math.Min(1, share)), 4, Heading).Add(" % ", Heading).AddLeft(text, TextWidth - 8);
        if (!evaluates) sheet.AddRight($"{NumberText.Duration(TimeLeft.Of(progress))} left", 13);
    }

    private static void AddFigures(StyledText sheet, TrainingProgress progress, int width)
    {
        IntervalStatistics recent = progress.Recent;
        AddRow(
            ("agent steps/s", NumberText.Count(recent.AgentStepsPerSecond)),
            ("mean return", NumberText.MeanReturn(progress.RecentMeanReturn)),
            MetricOf(0));
        AddRow(
            ("episodes", NumberText.Count(recent.Episodes)),
            ("best return", NumberText.Return(progress.BestReturn)),
            MetricOf(1));
        AddRow(
            ("time", NumberText.Duration(progress.Seconds)),
            ("learning rate", NumberText.Significant(recent.LearningRate)),
            MetricOf(2));
        AddRow(
            ("updates", NumberText.Count(Updates(progress))),
            ("returns now", Range(recent)),
            MetricOf(3));

        (string Label, string Value) MetricOf(int index) => index < recent.Metrics.Count
            ? (recent.Metrics[index].Key.Replace('_', ' '), NumberText.Significant(recent.Metrics[index].Value))
            : ("", "");

        void AddRow(params ReadOnlySpan<(string Label, string Value)> cells)
        {
            const int Gap = 3, LabelWidth = 14;
            int cell = ((width + Gap) / cells.Length) - Gap;
            sheet.Line();
            for (int i = 0; i < cells.Length; i++)
            {
                if (i > 0) sheet.Add(new string(' ', Gap));
                sheet.AddLeft(cells[i].Label, LabelWidth, Quiet).AddRight(cells[i].Value, cell - LabelWidth, Heading);
            }
        }
    }

    private void AddCurve(StyledText sheet, int width, int rows)
    {
        const int AxisWidth = 9;
        double[] cells = Curve.Resample(_returns, rows == 1 ? width : Math.Max(1, width - AxisWidth));
        (double low, double high) = Curve.Range(cells);
        string[] lines = Curve.Draw(cells, rows);
        string range = rows == 1 && double.IsFinite(low) ? $", {NumberText.MeanReturn(low)} to {NumberText.MeanReturn(high)}" : "";
        sheet.Line().Add($"mean return of the last 100 episodes, over the whole run{range}", Quiet);
        for (int i = 0; i < rows; i++)
        {
            string label = rows == 1 ? "" : i == 0 ? NumberText.MeanReturn(high) : i == rows - 1 ? NumberText.MeanReturn(low) : "";
            sheet.Line();
            if (rows > 1) sheet.AddRight(double.IsFinite(low) ? label : "", AxisWidth - 1, Quiet).Add(" ");
            sheet.Add(lines[i], CurveStyle);
        }
    }

    private static string Range(IntervalStatistics recent) =>
        double.IsFinite(recent.MinReturn)
            ? $"{NumberText.Return(recent.MinReturn)} to {NumberText.Return(recent.MaxReturn)}"
            : NumberText.Return(double.NaN);

    private static double Updates(TrainingProgress progress)
    {
        double updates = progress.Threads.IsEmpty ? double.NaN : 0;
        foreach (ThreadStatistics thread in progress.Threads) updates += thread.Updates;
        return updates;
    }
}
