using System.Globalization;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Embedding;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>States in the plane, near each other where their outputs of a layer are alike.</summary>
internal sealed class StateEmbedding
{
    /// <summary>The radius of a dot in pixels.</summary>
    internal const double Radius = 2.2;

    private const int Components = 50, PanelHeight = 560;

    private readonly string _quality;

    private StateEmbedding(TSne tsne, Projection projection, double trust)
    {
        ReadOnlySpan<float> x = tsne.X.Span, y = tsne.Y.Span;
        Points = new (double X, double Y)[x.Length];
        for (int i = 0; i < Points.Length; i++) Points[i] = (x[i], y[i]);
        _quality = string.Create(
            CultureInfo.InvariantCulture,
            $"{NumberText.Count(Points.Length)} states, perplexity {tsne.Perplexity:0.#}, KL {tsne.Divergence():0.00}, trustworthiness "
                + $"{trust:0.000}");
        Method = $"exact t-SNE after PCA, which kept {NumberText.Percent(projection.ExplainedVariance)} % of the variance; {_quality}";
    }

    /// <summary>The place of each state.</summary>
    internal (double X, double Y)[] Points { get; }

    /// <summary>How the places were found, and how good they are.</summary>
    internal string Method { get; }

    /// <summary>Places states.</summary>
    /// <param name="context">Receives progress.</param>
    /// <param name="hidden">The outputs of the layer for each state.</param>
    internal static StateEmbedding Of(FigureContext context, IReadOnlyList<float[]> hidden)
    {
        Projection projection = PrincipalComponents.Project(hidden, Components);
        var tsne = new TSne(projection.Points, threads: System.Environment.ProcessorCount);
        tsne.Run(iteration => context.Report((double)iteration / TSne.Iterations, "placing states"), context.Stop);
        int neighbors = Math.Min(Trustworthiness.Neighbors, (hidden.Count - 2) / 2);
        double trust = Trustworthiness.Of(projection.Points, tsne.X, tsne.Y, neighbors, System.Environment.ProcessorCount);
        return new StateEmbedding(tsne, projection, trust);
    }

    /// <summary>Begins a chart without dots.</summary>
    /// <param name="title">The title.</param>
    /// <param name="colors">The scale of the dots; null for dots of one color each.</param>
    /// <param name="thumbnailOf">The small picture of a state; null for none.</param>
    internal Chart Begin(string title, ChartColorScale? colors, Func<int, Picture?> thumbnailOf)
    {
        double width = thumbnailOf(0) is { } first ? Thumbnail.WidthOf(first) : 0;
        var frame = new ThumbnailFrame(Points, width);
        ChartAxis across = new($"t-SNE of {_quality}"), up = new("");
        if (width > 0)
            (across, up) = (across with { Low = frame.Left, High = frame.Right }, up with { Low = frame.Bottom, High = frame.Top });
        var panel = new ChartPanel(up) { Height = PanelHeight, Colors = colors };
        if (width == 0) return new Chart(title, across) { Panels = { panel } };
        foreach ((int state, (double X, double Y) place) in frame.Choose(index => thumbnailOf(index) is not null))
        {
            panel.Thumbnails.Add(new ChartThumbnail(Points[state].X, Points[state].Y, PngFile.Of(thumbnailOf(state)!))
            {
                Place = place,
                Width = width,
            });
        }

        return new Chart(title, across) { Panels = { panel } };
    }
}
