using System.Linq;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Environments;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The value of every action along a part of a game.</summary>
internal sealed class ActionValuesKind : FigureKind
{
    private const int MostSteps = 120, MostThumbnails = 6;

    internal override string Name => "action-values";

    internal override string Summary => "the value of every action along a game, of value methods";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutChoices(run)
        ?? (run.Configuration.CreateAgent().DrawsActions
            ? $"The agent of {run.Configuration.Algorithm.Name} acts by a policy and not by action values; expected the kind policy."
            : null);

    internal override Func<FigureContext, Figure> Animation => Animate;

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<PlayedStep> game = PartWithLargestGap(context.Game);
        ActionSpecification actions = context.Task.Actions;
        (string ofAction, string letter) = (context.Names.OfAction, context.Names.OfActionLetter);
        var axis = new ChartAxis(GameLine.AxisOf(game, game.Count < context.Game.Count)) { Low = 0, High = game.Count - 1 };
        var chart = new Chart($"Action values along a game: {context.Subject}", axis);
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (PlayedStep step in game)
        {
            for (int a = 0; a < actions.Count; a++) (low, high) = (Math.Min(low, ValueOf(step, a)), Math.Max(high, ValueOf(step, a)));
        }

        List<int> shown = game[0].Thumbnail is null ? [] : Evenly(game.Count);
        double margin = Math.Max(0.04 * (high - low), 1e-3), room = shown.Count > 0 ? 0.45 * (high - low) : 0;
        var values = new ChartPanel(new ChartAxis(ofAction) { Low = low - margin, High = high + margin + room }) { Height = 300 };
        for (int action = 0; action < actions.Count; action++)
        {
            int own = action;
            values.Series.Add(new ChartLine(GameLine.Of(game, i => ValueOf(game[i], own)))
            {
                Name = actions.NameOf(action),
                Color = action,
            });
        }

        foreach (int index in shown)
        {
            values.Thumbnails.Add(new ChartThumbnail(index, game[index].Value, PngFile.Of(game[index].Thumbnail!))
            {
                Width = Thumbnail.WidthOf(game[index].Thumbnail!),
                Place = (index, high + margin + (0.5 * room)),
            });
        }

        var gaps = new ChartPanel(new ChartAxis("largest − smallest") { Low = 0 }) { Height = 100 };
        gaps.Series.Add(new ChartLine(GameLine.Of(game, i => GapOf(game[i]))) { Color = 7 });
        chart.Panels.Add(values);
        chart.Panels.Add(gaps);
        return
        [
            new Figure(
                Name,
                "Action values along a game",
                $"Each line is the {ofAction} along a part of a game, the small pictures are states in its course (Mnih et al. 2015, "
                    + $"extended data, figure 2).{context.Names.NoteOfActions} The line below is the difference between the best and the "
                    + "worst action: how much the action matters. The lines of a healthy agent lie together where every action is "
                    + "as good, and part where one of them decides the next reward. Lines that never part belong to an agent that "
                    + "has not learned what its actions do; lines in a fixed order all the time to one that always prefers the same "
                    + "action.",
                $"{actions.Count} lines of action values over {game.Count} agent steps of {context.Task.Environment.Name}.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                Data(game, actions, letter)),
        ];
    }

    /// <summary>Q of an action. The agent's value is that of the best action, and the choices' numbers are Q up to a sum.</summary>
    private static double ValueOf(PlayedStep step, int action)
    {
        float best = step.Choices[0];
        foreach (float choice in step.Choices) best = Math.Max(best, choice);
        return step.Value + step.Choices[action] - best;
    }

    private static double GapOf(PlayedStep step)
    {
        (float low, float high) = (step.Choices[0], step.Choices[0]);
        foreach (float choice in step.Choices) (low, high) = (Math.Min(low, choice), Math.Max(high, choice));
        return high - low;
    }

    /// <summary>The steps around the one at which the action matters most.</summary>
    private static IReadOnlyList<PlayedStep> PartWithLargestGap(IReadOnlyList<PlayedStep> game) =>
        GamePart.Around(game, WidestGap(game), MostSteps / 2, MostSteps);

    /// <summary>The index of the agent step at which the best and the worst action differ most.</summary>
    internal static int WidestGap(IReadOnlyList<PlayedStep> game)
    {
        int widest = 0;
        for (int i = 1; i < game.Count; i++) widest = GapOf(game[i]) > GapOf(game[widest]) ? i : widest;
        return widest;
    }

    private Figure Animate(FigureContext context)
    {
        var animation = new GameAnimation(context, WidestGap(context.Game), "the widest gap between two actions");
        ActionSpecification actions = context.Task.Actions;
        int[] shown =
        [
            .. Enumerable.Range(0, actions.Count)
                .OrderByDescending(action => animation.Part.Count(step => step.Choices[action] == step.Choices.Max()))
                .Take(GameCurvesPicture.MostCurves).Order(),
        ];
        GameCurve[] curves = [.. shown.Select(action => animation.CurveOf(actions.NameOf(action), step => ValueOf(step, action)))];
        string others = shown.Length < actions.Count
            ? $" Of {actions.Count} actions those are shown that are most often the best." : "";
        return animation.FigureOf(
            (Name, "Action values along a game"),
            $"Beside the game grow the lines of the {context.Names.OfAction} of each action.{context.Names.NoteOfActions}{others} The "
                + "lines of a healthy agent lie together where every action is as good, and part where one of them decides the next "
                + "reward. Lines that never part belong to an agent that has not learned what its actions do.",
            animation.Draw(new GameCurvesPicture(context.ShortSubject, curves) { Begins = animation.Begins }),
            Data(animation.Part, actions, context.Names.OfActionLetter));
    }

    private static List<int> Evenly(int count)
    {
        int shown = Math.Min(MostThumbnails, count);
        var indices = new List<int>();
        for (int i = 0; i < shown; i++) indices.Add((int)((i + 0.5) * count / shown));
        return indices;
    }

    private static string Data(IReadOnlyList<PlayedStep> game, ActionSpecification actions, string letter)
    {
        List<string> names = ["episode", "agent_step"];
        for (int i = 0; i < actions.Count; i++) names.Add($"{letter.ToLowerInvariant()} {actions.NameOf(i)}");
        var data = new CsvText([.. names]);
        foreach (PlayedStep step in game)
        {
            var row = new object[2 + actions.Count];
            (row[0], row[1]) = (step.Episode, step.AgentStep);
            for (int a = 0; a < actions.Count; a++) row[2 + a] = ValueOf(step, a);
            data.Add(row);
        }

        return data.ToString();
    }
}
