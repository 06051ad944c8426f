using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>What the page of a study shows, in its order.</summary>
/// <param name="Results">The results.</param>
/// <param name="Answers">The answer, a sentence for each task.</param>
/// <param name="Tables">The tables.</param>
/// <param name="Figures">The figures.</param>
internal sealed record StudyReport(
    StudyResults Results, IReadOnlyList<string> Answers, IReadOnlyList<StudyTable> Tables, IReadOnlyList<Figure> Figures)
{
    /// <summary>The title of the page.</summary>
    internal string Title => Results.Plan.Study.Title.Length > 0 ? Results.Plan.Study.Title : "Study";

    /// <summary>A sentence for each run whose training failed.</summary>
    internal IEnumerable<string> Failures =>
        from run in Results.Runs where run.Result?.Failure is not null select $"{run.Cell.Name}: {run.Result!.Failure}";

    /// <summary>Makes the tables and draws the figures.</summary>
    /// <param name="results">The results.</param>
    /// <returns>The report.</returns>
    internal static StudyReport Make(StudyResults results)
    {
        StudyDefinition study = results.Plan.Study;
        var (tables, figures) = (new List<StudyTable>(), new List<Figure>());
        foreach (StudyTask task in study.Tasks)
        {
            if (ScoreTable.Of(results, task) is { } scores) tables.Add(scores);
            if (BestTable.Of(results, task) is { } best) tables.Add(best);
            tables.AddRange(HalvingTables.Of(results, task));
            foreach (StudyFigure figure in study.FiguresToDraw())
            {
                switch (figure.Kind)
                {
                    case StudyFigure.Curves:
                        Add(CurvesFigure.Of(results, task, figure.By), null);
                        break;
                    case StudyFigure.Scatter:
                        (Figure Figure, StudyTable Table)? scatter = ScatterFigure.Of(results, task, figure.Over!);
                        Add(scatter?.Figure, scatter?.Table);
                        break;
                    case StudyFigure.Ranks:
                        (Figure Figure, StudyTable Table)? ranks = RanksFigure.Of(results, task);
                        Add(ranks?.Figure, ranks?.Table);
                        break;
                    case StudyFigure.Scores:
                        Add(ScoresFigure.Of(results, task, figure.Over!), null);
                        break;
                }
            }
        }

        foreach (StudyFigure figure in study.FiguresToDraw())
        {
            if (figure.Kind == StudyFigure.Speedup) tables.AddRange(SpeedupTable.Of(results, figure));
            if (figure.Kind == StudyFigure.Profile) Add(ProfileFigure.Of(results), null);
        }

        // The runs of halved arms have been chosen, so that intervals and probabilities of them would say nothing.
        if (study.Halve is null) tables.AddRange(ArmTables.Of(results));
        List<string> answers = study.Halve is null
            ? [.. study.Tasks.Select(task => AnswerOf(results, task)).Where(text => text.Length > 0)]
            : [.. study.Tasks.SelectMany(task => HalvingTables.AnswersOf(results, task))];
        return new StudyReport(results, answers, tables, figures);

        void Add(Figure? figure, StudyTable? table)
        {
            if (figure is not null) figures.Add(figure);
            if (table is not null) tables.Add(table);
        }
    }

    /// <summary>Says which arm has the highest score on a task, over all of its runs.</summary>
    private static string AnswerOf(StudyResults results, StudyTask task)
    {
        if (results.Plan.Study.Best is { } count) return AnswerOfBest(results, task, count);
        var arms = results.SeriesOf(task, null).Where(series => series.Scores.Length > 0)
            .Select(series => (series.Name, Scores: Training.Statistics.SeedStatistics.Of(series.Scores)))
            .OrderByDescending(arm => arm.Scores.InterquartileMean).ToList();
        if (arms.Count == 0) return "";
        IEnumerable<string> texts = arms.Select(
            arm => $"{arm.Name} {EstimateText.Of(arm.Scores)} ({NumberText.Count(arm.Scores.Runs, "run")})");
        return $"On {task.Name}, interquartile mean of the score and its 95 % interval: {string.Join("; ", texts)}.";
    }

    /// <summary>Says which arm has the highest score on a task, over the best of its combinations.</summary>
    private static string AnswerOfBest(StudyResults results, StudyTask task, int count)
    {
        var arms = BestTable.ScoresOf(results, task).OrderByDescending(arm => arm.Best.Mean.Value).ToList();
        if (arms.Count == 0) return "";
        IEnumerable<string> texts = arms.Select(
            arm => $"{arm.Series.Name} {EstimateText.Of(arm.Best.Mean)} (of {NumberText.Count(arm.Best.Settings)})");
        return $"On {task.Name}, mean score over the best {NumberText.Count(count, "combination")} of the varied options and its 95 % "
            + $"interval: {string.Join("; ", texts)}.";
    }
}

/// <summary>A table of the page of a study. The first column has names, the others have numbers.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Head">The names of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Note">A sentence below it; empty for none.</param>
internal sealed record StudyTable(string Title, IReadOnlyList<string> Head, IReadOnlyList<string[]> Rows, string Note);
