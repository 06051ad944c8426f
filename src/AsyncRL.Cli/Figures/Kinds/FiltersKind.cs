using System.Globalization;
using AsyncRL.Cli.Play;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The weights of the first convolution, as the run began and as they are.</summary>
internal sealed class FiltersKind : FigureKind
{
    private const int MostFilters = 64, WidestTile = 130, SmallestPixel = 3, LargestPixel = 12, SheetWidth = 620, Gap = 10;

    internal override string Name => "filters";

    internal override string Summary => "the weights of the first convolution, before and after training";

    internal override string? WhyNot(TrainedRun run) => LayerNodes.FirstConvolutions(run.Configuration.Network).Count > 0
        ? null
        : $"The network {run.Configuration.Network.Description.Name} has no convolution on the observation; expected a run of a network "
            + "that has one.";

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        NetworkStructure structure = context.Task.Network;
        IReadOnlyList<int> nodes = LayerNodes.FirstConvolutions(structure);
        var figures = new List<Figure>();
        foreach (int node in nodes) figures.Add(Make(context, node, nodes.Count == 1 ? Name : $"{Name}-{structure.Nodes[node].Name}"));
        return figures;
    }

    private static Figure Make(FigureContext context, int node, string name)
    {
        NetworkStructure structure = context.Task.Network;
        var layer = (Conv2D)structure.Nodes[node].Layer;
        ParameterSlice slice = LayerNodes.WeightsOf(structure, node);
        float[] after = slice.Of(context.Run.Theta.AsSpan()).ToArray();
        float[]? before = context.Run.DrewParameters ? slice.Of(context.Task.DrawParameters()).ToArray() : null;
        int filters = layer.Output.Channels;
        int[] order = ByNorm(after, filters);
        double largest = Math.Max(Largest(after), before is null ? 0 : Largest(before));
        int frames = layer.Input.Channels, width = (layer.Kernel * frames) + frames - 1;
        int pixel = Math.Clamp(WidestTile / width, SmallestPixel, LargestPixel);
        int columns = ColumnsOf(Math.Min(filters, MostFilters), Math.Max(1, SheetWidth / ((width * pixel) + Gap)));
        var sheet = new ImageSheet($"Filters of {structure.Nodes[node].Name}: {context.Subject}")
        {
            Bar = new ColorBar(
                string.Create(CultureInfo.InvariantCulture, $"{-largest:0.00}"),
                string.Create(CultureInfo.InvariantCulture, $"{largest:0.00}"),
                share => ColorScale.Diverging((2 * share) - 1)),
        };
        if (before is not null) sheet.Add(["agent step 0"], Grid(before));
        sheet.Add([$"agent step {Views.NumberText.Count(context.Run.AgentSteps)}"], Grid(after));
        return new Figure(
            name,
            $"Filters of {structure.Nodes[node].Name}",
            Explanation(context, frames),
            $"{Math.Min(filters, MostFilters)} filters of {layer.Kernel} by {layer.Kernel} weights"
                + (before is null ? "" : ", as drawn at the beginning and as trained")
                + ", blue for negative and red for positive weights.",
            FigureFormat.Svg,
            System.Text.Encoding.UTF8.GetBytes(sheet.Draw()),
            Data(before, after, layer));

        Picture Grid(float[] weights)
        {
            var tiles = new List<Tile>();
            foreach (int filter in order[..Math.Min(order.Length, MostFilters)]) tiles.Add(TileOf(weights, layer, filter));
            return Tiles.Draw(tiles, columns, pixel, weight => ColorScale.Diverging(largest > 0 ? weight / largest : 0), Gap);
        }
    }

    /// <summary>The columns of the most even grid of no more columns than fit.</summary>
    private static int ColumnsOf(int count, int fitting)
    {
        int rows = (count + fitting - 1) / fitting;
        return (count + rows - 1) / rows;
    }

    /// <summary>The frames of a filter side by side, with a gap between them. Weights are [ky, kx, in, out].</summary>
    private static Tile TileOf(float[] weights, Conv2D layer, int filter)
    {
        int frames = layer.Input.Channels, kernel = layer.Kernel, width = (kernel * frames) + frames - 1;
        var numbers = new float[width * kernel];
        Array.Fill(numbers, float.NaN);
        for (int y = 0; y < kernel; y++)
        {
            for (int x = 0; x < kernel; x++)
            {
                for (int frame = 0; frame < frames; frame++)
                {
                    int weight = ((((y * kernel) + x) * frames) + frame) * layer.Output.Channels;
                    numbers[(y * width) + (frame * (kernel + 1)) + x] = weights[weight + filter];
                }
            }
        }

        return new Tile(width, kernel, numbers);
    }

    private static string Explanation(FigureContext context, int frames)
    {
        string stack = frames > 1
            ? $" The {frames} squares of a filter are the channels of the observation, the oldest frame on the left." : "";
        string beginning = context.Run.DrewParameters
            ? " The upper block shows the weights with which the run began, drawn again from its seed, in the same order and colors."
            : " The weights with which the run began are those of another run and are not shown.";
        return $"Each small picture is a filter, with the largest norm first.{stack}{beginning} In a healthy network many filters have a "
            + "form after training, such as an edge, a spot or, over several frames, a motion, and they differ from the beginning. "
            + "Filters that look like the noise of the beginning have learned nothing, and filters near 0 are dead.";
    }

    private static int[] ByNorm(float[] weights, int filters)
    {
        double[] norms = Norms(weights, filters);
        int[] order = new int[filters];
        for (int i = 0; i < filters; i++) order[i] = i;
        Array.Sort(order, (a, b) => norms[a] != norms[b] ? norms[b].CompareTo(norms[a]) : a.CompareTo(b));
        return order;
    }

    private static double[] Norms(float[] weights, int filters)
    {
        var norms = new double[filters];
        for (int i = 0; i < weights.Length; i++) norms[i % filters] += (double)weights[i] * weights[i];
        for (int i = 0; i < filters; i++) norms[i] = Math.Sqrt(norms[i]);
        return norms;
    }

    private static double Largest(float[] weights)
    {
        double largest = 0;
        foreach (float weight in weights) largest = Math.Max(largest, Math.Abs(weight));
        return largest;
    }

    private static string Data(float[]? before, float[] after, Conv2D layer)
    {
        var data = new CsvText("filter", "channel", "row", "column", "before", "after");
        int filters = layer.Output.Channels, channels = layer.Input.Channels;
        for (int i = 0; i < after.Length; i++)
        {
            int patch = i / filters, pixel = patch / channels;
            data.Add(
                i % filters, patch % channels, pixel / layer.Kernel, pixel % layer.Kernel,
                before is null ? "" : (object)before[i], after[i]);
        }

        return data.ToString();
    }
}
