using System.Globalization;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Training.Embedding;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The states of several games in the plane, near each other where the last hidden layer is alike.</summary>
internal sealed class EmbeddingKind : FigureKind
{
    private const int Components = 50, MostFacts = 3, PanelHeight = 560, StatesOfFirstGame = 100, MostEvery = 8, ThumbnailWidth = 56;
    private const double Radius = 2.2, LowPoint = 0.01;

    internal override string Name => "t-sne";

    internal override string Summary => "states of several games, near each other where the last hidden layer is alike";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutReadableHeads(run);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<PlayedStep> states = PlayStates(context);
        var hidden = new List<float[]>();
        foreach (PlayedStep state in states) hidden.Add(state.Hidden);
        Projection projection = PrincipalComponents.Project(hidden, Components);
        var tsne = new TSne(projection.Points, threads: System.Environment.ProcessorCount);
        tsne.Run(iteration => context.Report((double)iteration / TSne.Iterations, "placing states"), context.Stop);
        int neighbors = Math.Min(Trustworthiness.Neighbors, (states.Count - 2) / 2);
        double trust = Trustworthiness.Of(projection.Points, tsne.X, tsne.Y, neighbors, System.Environment.ProcessorCount);
        string quality = string.Create(
            CultureInfo.InvariantCulture,
            $"{NumberText.Count(states.Count)} states, perplexity {tsne.Perplexity:0.#}, KL {tsne.Divergence():0.00}, trustworthiness "
                + $"{trust:0.000}");
        string data = Data(context, states, tsne);
        List<(string Name, string What, double[] Values)> colors = ColorsOf(context, states);
        var figures = new List<Figure>();
        foreach ((string name, string what, double[] values) in colors)
        {
            bool hasThumbnails = figures.Count == 0 && states[0].Thumbnail is not null;
            Chart chart = Draw(
                $"States by {what}: {context.Subject}", $"t-SNE of {quality}", what, values, states, tsne, hasThumbnails);
            figures.Add(new Figure(
                name,
                $"States by {what} (t-SNE)",
                Explanation(what, quality, projection),
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
    private static IReadOnlyList<PlayedStep> PlayStates(FigureContext context)
    {
        int length = context.Game[^1].AgentStep + 1;
        int every = Math.Clamp(length / StatesOfFirstGame, 1, MostEvery);
        return context.Play(new PlaySettings { States = context.Settings.States, Every = every }, "playing games");
    }

    private List<(string Name, string What, double[] Values)> ColorsOf(FigureContext context, IReadOnlyList<PlayedStep> states)
    {
        List<(string, string, double[])> colors = [(Name, "value", ValuesOf(states, state => state.Value))];
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
        string title, string axis, string what, double[] values, IReadOnlyList<PlayedStep> states, TSne tsne, bool hasThumbnails)
    {
        ReadOnlySpan<float> x = tsne.X.Span, y = tsne.Y.Span;
        var points = new (double X, double Y)[x.Length];
        for (int i = 0; i < points.Length; i++) points[i] = (x[i], y[i]);
        var frame = new ThumbnailFrame(points);
        ChartAxis across = new(axis), up = new("");
        if (hasThumbnails)
            (across, up) = (across with { Low = frame.Left, High = frame.Right }, up with { Low = frame.Bottom, High = frame.Top });
        var panel = new ChartPanel(up)
        {
            Height = PanelHeight,
            Colors = new ChartColorScale(what) { Low = PointOf(values, LowPoint), High = PointOf(values, 1 - LowPoint) },
        };
        panel.Series.Add(new ChartDots(points) { Values = values, Radius = Radius });
        if (hasThumbnails)
        {
            foreach ((int state, (double X, double Y) place) in frame.Choose(index => states[index].Thumbnail is not null))
            {
                panel.Thumbnails.Add(new ChartThumbnail(x[state], y[state], PngFile.Of(states[state].Thumbnail!))
                {
                    Place = place,
                    Width = ThumbnailWidth,
                });
            }
        }

        return new Chart(title, across) { Panels = { panel } };
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

    private static string Explanation(string what, string quality, Projection projection)
    {
        string kept = NumberText.Percent(projection.ExplainedVariance);
        return "Every dot is a state of one of several games, played with drawn actions. States are near each other if the outputs of "
            + $"the last hidden layer are alike (exact t-SNE after PCA, which kept {kept} % of the variance; {quality}). The color is "
            + $"the {what}, with the first and the last hundredth of the states in the colors of the ends. Distances between far "
            + "clusters and the sizes of clusters mean nothing. The layer of a healthy agent orders states by what matters for the "
            + "return: colors change smoothly, and states that look alike but have different values lie apart. If the colors of the "
            + "value are mixed everywhere, the layer has not learned what the value depends on.";
    }

    private static string Data(FigureContext context, IReadOnlyList<PlayedStep> states, TSne tsne)
    {
        List<string> names = ["x", "y", "episode", "agent_step", "value", "reward"];
        foreach (StateFact fact in context.Facts) names.Add(fact.Name);
        var data = new CsvText([.. names]);
        for (int i = 0; i < states.Count; i++)
        {
            PlayedStep state = states[i];
            data.Add([
                tsne.X.Span[i], tsne.Y.Span[i], state.Episode, state.AgentStep, state.Value, state.Reward,
                .. Array.ConvertAll(state.Facts, fact => (object)fact),
            ]);
        }

        return data.ToString();
    }
}
