using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Views;

/// <summary>
/// What a training looks like: how far it is, its figures, the curve of its returns, a row per thread. It fits itself into any terminal
/// from 80 columns and 24 rows on: where rows are scarce, the curve gets one and some threads share one.
/// </summary>
/// <param name="configuration">The run.</param>
/// <param name="output">Where it is written.</param>
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

    /// <summary>Takes news of the training.</summary>
    /// <param name="progress">How it stands.</param>
    internal void Update(TrainingProgress progress)
    {
        _progress = progress;
        double share = (double)progress.AgentSteps / progress.LastAgentStep;
        bool isNews = _returns.Count == 0 || share >= _returns[^1].Share + CurveResolution;
        if (isNews && double.IsFinite(progress.RecentMeanReturn)) _returns.Add((share, progress.RecentMeanReturn));
    }

    /// <summary>Takes news of the final evaluation.</summary>
    /// <param name="finished">Episodes finished.</param>
    /// <param name="total">Episodes in all.</param>
    internal void Update(int finished, int total) => _evaluation = (finished, total);

    /// <summary>Draws the present state.</summary>
    /// <param name="width">Columns there are.</param>
    /// <param name="height">Rows there are.</param>
    /// <returns>At most that many lines; none before the first news.</returns>
    internal Sheet Draw(int width, int height)
    {
        var sheet = new Sheet();
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
        ThreadRows.Add(sheet, progress.Threads, configuration.ActorLearners, width, height - sheet.Height);
        return sheet;
    }

    private void AddTitle(Sheet sheet, int width)
    {
        string name = $"{configuration.Algorithm.Name} on {configuration.Environment.Name}";
        string details = $" · network {configuration.Network.Description.Name} · {Commands.TrainCommand.ActorsOf(configuration)}"
            + $" · {configuration.Sharing} · seed {configuration.Seed} · {output}";
        sheet.Line().Add(name, Heading).AddLeft(details, Math.Max(0, width - name.Length), Quiet);
    }

    private void AddProgress(Sheet sheet, TrainingProgress progress, int width)
    {
        const int TextWidth = 46;
        bool evaluates = _evaluation.Total > 0;
        double share = evaluates ? (double)_evaluation.Finished / _evaluation.Total : (double)progress.AgentSteps / progress.LastAgentStep;
        string text = evaluates
            ? $"evaluation: {_evaluation.Finished} of {_evaluation.Total} episodes"
            : $"{Figure.Count(progress.AgentSteps)} of {Figure.Count(progress.LastAgentStep)} agent steps";
        sheet.Line().AddProgress(share, Math.Max(0, width - TextWidth - 12));
        sheet.AddRight(Figure.Percent(Math.Min(1, share)), 4, Heading).Add(" % ", Heading).AddLeft(text, TextWidth - 8);
        if (!evaluates) sheet.AddRight($"{Figure.Duration(TimeLeft.Of(progress))} left", 13);
    }

    private static void AddFigures(Sheet sheet, TrainingProgress progress, int width)
    {
        IntervalFigures recent = progress.Recent;
        AddRow(
            ("agent steps/s", Figure.Count(recent.AgentStepsPerSecond)),
            ("mean return", Figure.MeanReturn(progress.RecentMeanReturn)),
            MetricOf(0));
        AddRow(
            ("episodes", Figure.Count(recent.Episodes)),
            ("best return", Figure.Return(progress.BestReturn)),
            MetricOf(1));
        AddRow(
            ("time", Figure.Duration(progress.Seconds)),
            ("learning rate", Figure.Significant(recent.LearningRate)),
            MetricOf(2));
        AddRow(
            ("updates", Figure.Count(Updates(progress))),
            ("returns now", Range(recent)),
            MetricOf(3));

        (string Label, string Value) MetricOf(int index) => index < recent.Metrics.Count
            ? (recent.Metrics[index].Key.Replace('_', ' '), Figure.Significant(recent.Metrics[index].Value))
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

    private void AddCurve(Sheet sheet, int width, int rows)
    {
        const int AxisWidth = 9;
        double[] cells = Curve.Resample(_returns, rows == 1 ? width : Math.Max(1, width - AxisWidth));
        (double low, double high) = Curve.Range(cells);
        string[] lines = Curve.Draw(cells, rows);
        string range = rows == 1 && double.IsFinite(low) ? $", {Figure.MeanReturn(low)} to {Figure.MeanReturn(high)}" : "";
        sheet.Line().Add($"mean return of the last 100 episodes, over the whole run{range}", Quiet);
        for (int i = 0; i < rows; i++)
        {
            string label = rows == 1 ? "" : i == 0 ? Figure.MeanReturn(high) : i == rows - 1 ? Figure.MeanReturn(low) : "";
            sheet.Line();
            if (rows > 1) sheet.AddRight(double.IsFinite(low) ? label : "", AxisWidth - 1, Quiet).Add(" ");
            sheet.Add(lines[i], CurveStyle);
        }
    }

    private static string Range(IntervalFigures recent) =>
        double.IsFinite(recent.MinReturn)
            ? $"{Figure.Return(recent.MinReturn)} to {Figure.Return(recent.MaxReturn)}"
            : Figure.Return(double.NaN);

    private static double Updates(TrainingProgress progress)
    {
        double updates = progress.Threads.IsEmpty ? double.NaN : 0;
        foreach (ThreadFigures thread in progress.Threads) updates += thread.Updates;
        return updates;
    }
}
