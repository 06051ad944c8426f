using System.Linq;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Environments;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The states of several games in the plane, near each other where the last hidden layer is alike.</summary>
internal sealed class EmbeddingKind : FigureKind
{
    private const int StatesOfFirstGame = 100, MostEvery = 8;
    private const double LowPoint = 0.01, OpacityOfNames = 0.7;

    internal override string Name => "t-sne";

    internal override string Summary => "states of several games, near each other where the last hidden layer is alike";

    internal override string? WhyNot(TrainedRun run) => null;

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<PlayedStep> states = PlayStates(context);
        var hidden = new List<float[]>();
        foreach (PlayedStep state in states) hidden.Add(state.Hidden);
        var embedding = StateEmbedding.Of(context, hidden);
        var figures = new List<Figure>();
        foreach (EmbeddingColor color in EmbeddingColors.Of(Name, context, states))
        {
            bool hasThumbnails = figures.Count == 0 && states[0].Thumbnail is not null;
            Chart chart = Draw($"States by {color.What}: {context.Subject}", color, states, embedding, hasThumbnails);
            figures.Add(new Figure(
                color.Name,
                $"States by {color.What} (t-SNE)",
                Explanation(color, embedding) + context.Names.Note,
                $"{states.Count} dots, one for each state of {context.Task.Environment.Name}, colored by {color.What}.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                figures.Count == 0 ? Data(context, states, embedding) : DataOf(color, embedding)));
        }

        return figures;
    }

    /// <summary>
    /// Plays states with drawn actions. Of a long episode only every k-th agent step is kept, so that neighbors differ and several episodes
    /// are seen.
    /// </summary>
    private static IReadOnlyList<PlayedStep> PlayStates(FigureContext context) =>
        context.Play(new PlaySettings { States = context.Settings.States, Every = EveryOf(context.Game) }, "playing games");

    /// <summary>Of so many agent steps of a long game one is kept.</summary>
    internal static int EveryOf(IReadOnlyList<PlayedStep> game) => Math.Clamp((game[^1].AgentStep + 1) / StatesOfFirstGame, 1, MostEvery);

    private static Chart Draw(
        string title, EmbeddingColor color, IReadOnlyList<PlayedStep> states, StateEmbedding embedding, bool hasThumbnails)
    {
        bool isNumber = color.Names.Count == 0;
        ChartColorScale? scale = isNumber
            ? new ChartColorScale(color.What) { Low = PointOf(color.Values, LowPoint), High = PointOf(color.Values, 1 - LowPoint) } : null;
        Chart chart = embedding.Begin(title, scale, state => hasThumbnails ? states[state].Thumbnail : null);
        if (isNumber)
            chart.Panels[0].Series.Add(new ChartDots(embedding.Points) { Values = color.Values, Radius = StateEmbedding.Radius });
        for (int name = 0; name < color.Names.Count; name++)
        {
            chart.Panels[0].Series.Add(new ChartDots([.. embedding.Points.Where((_, state) => color.Values[state] == name)])
            {
                Name = color.Names[name],
                Color = name,
                Radius = StateEmbedding.Radius,
                Opacity = OpacityOfNames,
            });
        }

        return chart;
    }

    /// <summary>
    /// The number below which a share of all numbers lies; null if that is no scale, because nearly all numbers are the same.
    /// </summary>
    private static double? PointOf(double[] values, double share)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        double low = sorted[(int)(LowPoint * (sorted.Length - 1))], high = sorted[(int)((1 - LowPoint) * (sorted.Length - 1))];
        return high > low ? sorted[(int)(share * (sorted.Length - 1))] : null;
    }

    private static string Explanation(EmbeddingColor color, StateEmbedding embedding)
    {
        string scale = color.Names.Count == 0 ? ", with the first and the last hundredth of the states in the colors of the ends" : "";
        return "Every dot is a state of one of several games, played with drawn actions. States are near each other if the outputs of "
            + $"the last hidden layer are alike ({embedding.Method}). The color is the {color.What}{scale}. Distances between far "
            + $"clusters and the sizes of clusters mean nothing. {color.Reading}";
    }

    /// <summary>All numbers of the states, for the first figure.</summary>
    private static string Data(FigureContext context, IReadOnlyList<PlayedStep> states, StateEmbedding embedding)
    {
        ActionSpecification actions = context.Task.Actions;
        bool isChoice = actions.Kind == ActionKind.Discrete, drawsActions = context.Task.CreateAgent().DrawsActions;
        List<string> names =
        [
            "x", "y", "episode", "agent_step", context.Names.Column, "reward", "return_that_followed", "action", "entropy",
        ];
        foreach (StateFact fact in context.Facts) names.Add(fact.Name);
        var data = new CsvText([.. names]);
        for (int i = 0; i < states.Count; i++)
        {
            PlayedStep state = states[i];
            data.Add([
                (float)embedding.Points[i].X, (float)embedding.Points[i].Y, state.Episode, state.AgentStep, state.Value, state.Reward,
                NumberOrNothing(state.Return), isChoice ? actions.NameOf(state.Taken[0]) : "",
                NumberOrNothing(drawsActions ? state.Entropy : double.NaN),
                .. Array.ConvertAll(state.Facts, fact => (object)fact),
            ]);
        }

        return data.ToString();

        static object NumberOrNothing(double number) => double.IsNaN(number) ? "" : number;
    }

    /// <summary>The places and the color, for a further figure.</summary>
    private static string DataOf(EmbeddingColor color, StateEmbedding embedding)
    {
        var data = new CsvText("x", "y", color.What);
        for (int i = 0; i < color.Values.Length; i++)
        {
            data.Add(
                (float)embedding.Points[i].X, (float)embedding.Points[i].Y,
                color.Names.Count > 0 ? color.Names[(int)color.Values[i]] : color.Values[i]);
        }

        return data.ToString();
    }
}
