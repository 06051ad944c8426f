using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The value along a game, the return that followed, and the rewards.</summary>
internal sealed class ValueAlongGameKind : FigureKind
{
    private const int MostThumbnails = 7, PlotWidth = 664;
    private const double SmallestRange = 0.1;

    internal override string Name => "value-along-game";

    internal override string Summary => "the value along a game, beside the discounted return that really followed";

    internal override string? WhyNot(TrainedRun run) => null;

    internal override Func<FigureContext, Figure> Animation => Animate;

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<PlayedStep> game = context.Game;
        string? reason = ObtainedReturns.WhyNot(context.Task);
        bool hasReturns = reason is null;
        (double low, double high) = RangeOf(game, hasReturns);
        IReadOnlyList<int> jumps = game[0].Thumbnail is null ? [] : Jumps.Choose(game, MostThumbnails);
        double room = jumps.Count > 0 ? 0.45 * (high - low) : 0;
        var values = new ChartPanel(new ChartAxis(context.Names.Axis) { Low = low, High = high + room }) { Height = 300 };
        if (hasReturns)
        {
            values.Series.Add(new ChartLine(GameLine.Of(game, i => game[i].Return))
            {
                Name = "discounted return that followed",
                Color = 7,
                Dashes = 1,
                Width = 1,
            });
        }

        values.Series.Add(new ChartLine(GameLine.Of(game, i => game[i].Value)) { Name = context.Names.Value, Color = 0 });
        double width = jumps.Count > 0 ? Thumbnail.WidthOf(game[0].Thumbnail!) : 0;
        double[] places = Spread.Apart(jumps, (width + 6) * (game.Count - 1.0) / PlotWidth, 0, game.Count - 1);
        for (int i = 0; i < jumps.Count; i++)
        {
            values.Thumbnails.Add(new ChartThumbnail(jumps[i], game[jumps[i]].Value, PngFile.Of(game[jumps[i]].Thumbnail!))
            {
                Width = width,
                Place = (places[i], high + (0.55 * room)),
            });
        }

        var rewards = new ChartPanel(new ChartAxis("reward")) { Height = 90 };
        var stems = new List<(double X, double Y)>();
        for (int i = 0; i < game.Count; i++)
        {
            if (game[i].Reward != 0) stems.Add((i, game[i].Reward));
        }

        // Stems at every step would be one area.
        bool isRare = stems.Count > 0 && stems.Count < game.Count / 3;
        rewards.Series.Add(isRare
            ? new ChartStems(stems) { Color = 1 }
            : new ChartLine(GameLine.Of(game, i => game[i].Reward)) { Color = 1 });
        var axis = new ChartAxis(GameLine.AxisOf(game)) { Low = 0, High = game.Count - 1 };
        var chart = new Chart($"Value along a game: {context.Subject}", axis)
        {
            Panels = { values, rewards },
        };
        return
        [
            new Figure(
                Name,
                "Value along a game",
                Explanation(context.Names, reason, jumps.Count > 0) + (hasReturns ? LivesOf(game, context.Task) : ""),
                $"A line of the {context.Names.Value} over {game.Count} agent steps of {context.Task.Environment.Name}"
                    + (hasReturns ? ", a dashed line of the return that followed" : "") + ", and the rewards below.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                Data(game, hasReturns, context.Names)),
        ];
    }

    private Figure Animate(FigureContext context)
    {
        var animation = new GameAnimation(context, Jumps.Choose(context.Game, 1)[0], "the largest change of the value");
        string? reason = ObtainedReturns.WhyNot(context.Task);
        List<GameCurve> curves = [animation.CurveOf(context.Names.Value, step => step.Value)];
        if (reason is null) curves.Insert(0, animation.CurveOf("return that followed", step => step.Return, isFaint: true));
        var picture = new GameCurvesPicture(context.ShortSubject, curves) { Begins = animation.Begins };
        string line = reason is null
            ? "The gray line is the discounted return that really followed; only the end of the game tells it."
            : $"The return that followed is not drawn, {reason}.";
        return animation.FigureOf(
            (Name, "Value along a game"),
            $"Beside the game grows the line of {context.Names.Estimate}.{context.Names.Note} {line} The value of a healthy agent rises "
                + "before a reward and falls when a loss is certain; a value that moves only after the reward belongs to an agent that "
                + "does not foresee.",
            animation.Draw(picture),
            Data(animation.Part, reason is null, context.Names));
    }

    private static (double Low, double High) RangeOf(IReadOnlyList<PlayedStep> game, bool hasReturns)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (PlayedStep step in game)
        {
            double other = hasReturns ? step.Return : step.Value;
            (low, high) = (Math.Min(low, Math.Min(step.Value, other)), Math.Max(high, Math.Max(step.Value, other)));
        }

        // A value that hardly changes is not enlarged until it seems to.
        double least = SmallestRange * Math.Max(Math.Abs(low), Math.Abs(high));
        double margin = Math.Max(0.04 * (high - low), Math.Max((least - (high - low)) / 2, 1e-3));
        return (low - margin, high + margin);
    }

    private static string Explanation(ValueNames names, string? reason, bool hasThumbnails)
    {
        string pictures = hasThumbnails ? "; the small pictures show the states at which it changed most" : "";
        string line = reason is null
            ? " The dashed line is the discounted return that really followed, of rewards scaled and clipped as in training; where an "
                + "episode was cut, the value of its last state stands for the rest."
            : $" The return that followed is not drawn, {reason}.";
        (string near, string bias) = reason is null
            ? (", and it lies near the dashed line on average",
                "; a line that is far above or below the dashed one all the time belongs to a biased critic")
            : ("", "");
        return $"The line is {names.Estimate} along a game with drawn actions{pictures}.{names.Note}{line} The "
            + $"rewards are below. The line of a healthy agent rises before a reward and falls when a loss is certain{near}. A flat line, "
            + $"or one that changes only after the reward, belongs to an agent that does not foresee{bias}.";
    }

    /// <summary>What lost lives mean for the dashed line, with a space in front; empty if there is nothing to say.</summary>
    private static string LivesOf(IReadOnlyList<PlayedStep> game, TrainingConfiguration task)
    {
        if (!ObtainedReturns.EndAtLostLives(task)) return "";
        if (game[0].LostLife is null)
        {
            return " In training a lost life ends an episode (option life-loss-terminal), but in play the environment does not tell lost "
                + "lives. If the game has lives, the dashed line goes beyond those that are lost, and a distance from it alone does not "
                + "show a biased critic.";
        }

        foreach (PlayedStep step in game)
        {
            if (step.LostLife == true) return " The dashed line ends at each lost life, as a return does in training.";
        }

        return "";
    }

    private static string Data(IReadOnlyList<PlayedStep> game, bool hasReturns, ValueNames names)
    {
        var data = new CsvText("episode", "agent_step", names.Column, "return_that_followed", "reward");
        foreach (PlayedStep step in game)
            data.Add(step.Episode, step.AgentStep, step.Value, hasReturns ? step.Return : (object)"", step.Reward);
        return data.ToString();
    }
}
