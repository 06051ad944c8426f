using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Environments;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The states of several games in the plane, near each other where the last hidden layer is alike.</summary>
internal sealed class EmbeddingKind : FigureKind
{
    private const int MostFacts = 3, StatesOfFirstGame = 100, MostEvery = 8;
    private const double LowPoint = 0.01;

    internal override string Name => "t-sne";

    internal override string Summary => "states of several games, near each other where the last hidden layer is alike";

    internal override string? WhyNot(TrainedRun run) => null;

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<PlayedStep> states = PlayStates(context);
        var hidden = new List<float[]>();
        foreach (PlayedStep state in states) hidden.Add(state.Hidden);
        var embedding = StateEmbedding.Of(context, hidden);
        string data = Data(context, states, embedding);
        List<(string Name, string What, double[] Values)> colors = ColorsOf(context, states);
        var figures = new List<Figure>();
        foreach ((string name, string what, double[] values) in colors)
        {
            bool hasThumbnails = figures.Count == 0 && states[0].Thumbnail is not null;
            Chart chart = Draw(
                $"States by {what}: {context.Subject}", what, values, states, embedding, hasThumbnails);
            figures.Add(new Figure(
                name,
                $"States by {what} (t-SNE)",
                Explanation(what, embedding) + context.Names.Note,
                $"{states.Count} dots, one for each state of {context.Task.Environment.Name}, colored by {what}.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                data));
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

    private List<(string Name, string What, double[] Values)> ColorsOf(FigureContext context, IReadOnlyList<PlayedStep> states)
    {
        List<(string, string, double[])> colors = [(Name, context.Names.Axis, ValuesOf(states, state => state.Value))];
        for (int i = 0; i < Math.Min(MostFacts, context.Facts.Count); i++)
        {
            int fact = i;
            StateFact named = context.Facts[fact];
            colors.Add(($"{Name}-{Hyphenated(named.Name)}", named.Name, ValuesOf(states, state => state.Facts[fact])));
        }

        colors.Add(($"{Name}-agent-step", "agent step of the episode", ValuesOf(states, state => state.AgentStep)));
        return colors;
    }

    private static double[] ValuesOf(IReadOnlyList<PlayedStep> states, Func<PlayedStep, double> value)
    {
        var values = new double[states.Count];
        for (int i = 0; i < values.Length; i++) values[i] = value(states[i]);
        return values;
    }

    /// <summary>A name for files: "ball's row (pixels)" is "ball-s-row".</summary>
    private static string Hyphenated(string name)
    {
        var letters = new System.Text.StringBuilder();
        foreach (char letter in name.Split('(')[0].Trim())
        {
            if (char.IsAsciiLetterOrDigit(letter)) letters.Append(char.ToLowerInvariant(letter));
            else if (letters.Length > 0 && letters[^1] != '-') letters.Append('-');
        }

        return letters.ToString().Trim('-');
    }

    private static Chart Draw(
        string title, string what, double[] values, IReadOnlyList<PlayedStep> states, StateEmbedding embedding, bool hasThumbnails)
    {
        var scale = new ChartColorScale(what) { Low = PointOf(values, LowPoint), High = PointOf(values, 1 - LowPoint) };
        Chart chart = embedding.Begin(title, scale, state => hasThumbnails ? states[state].Thumbnail : null);
        chart.Panels[0].Series.Add(new ChartDots(embedding.Points) { Values = values, Radius = StateEmbedding.Radius });
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

    private static string Explanation(string what, StateEmbedding embedding)
    {
        return "Every dot is a state of one of several games, played with drawn actions. States are near each other if the outputs of "
            + $"the last hidden layer are alike ({embedding.Method}). The color is "
            + $"the {what}, with the first and the last hundredth of the states in the colors of the ends. Distances between far "
            + "clusters and the sizes of clusters mean nothing. The layer of a healthy agent orders states by what matters for the "
            + "return: colors change smoothly, and states that look alike but have different values lie apart. If the colors of the "
            + "value are mixed everywhere, the layer has not learned what the value depends on.";
    }

    private static string Data(FigureContext context, IReadOnlyList<PlayedStep> states, StateEmbedding embedding)
    {
        List<string> names = ["x", "y", "episode", "agent_step", context.Names.Column, "reward"];
        foreach (StateFact fact in context.Facts) names.Add(fact.Name);
        var data = new CsvText([.. names]);
        for (int i = 0; i < states.Count; i++)
        {
            PlayedStep state = states[i];
            data.Add([
                (float)embedding.Points[i].X, (float)embedding.Points[i].Y, state.Episode, state.AgentStep, state.Value, state.Reward,
                .. Array.ConvertAll(state.Facts, fact => (object)fact),
            ]);
        }

        return data.ToString();
    }
}
