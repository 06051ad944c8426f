using System.Globalization;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>
/// For each convolution that reads another one: the patches of the observation that open its filters most. The filters of the first
/// convolution are weights of pixels already, and have a picture of their own.
/// </summary>
internal static class FilterInputs
{
    private const int MostFilters = 32, SheetWidth = 640, Gap = 8, LargestPixel = 8, WidestTile = 170;
    private const float Gray = 0.5f;

    /// <summary>Makes the figures.</summary>
    /// <param name="context">The run.</param>
    /// <param name="kind">The name of the kind, with which the names of the figures begin.</param>
    internal static IEnumerable<Figure> Make(FigureContext context, string kind)
    {
        NetworkStructure structure = context.Task.Network;
        for (int node = 0; node < structure.Nodes.Length; node++)
        {
            if (structure.Nodes[node] is { Layer: Conv2D, Source: not NetworkNode.Observation } && ReadsConvolutions(structure, node))
                yield return Make(context, node, $"{kind}-{structure.Nodes[node].Name}");
        }
    }

    /// <summary>Whether a convolution sees the observation through convolutions alone. Those that enlarge features do not.</summary>
    private static bool ReadsConvolutions(NetworkStructure structure, int node)
    {
        for (int i = node; i != NetworkNode.Observation; i = structure.Nodes[i].Source)
        {
            if (structure.Nodes[i].Layer is not (Conv2D or Relu)) return false;
        }

        return true;
    }

    private static Figure Make(FigureContext context, int node, string name)
    {
        NetworkStructure structure = context.Task.Network;
        ObservationSpecification shape = context.Task.Observation;
        Layer layer = structure.Nodes[node].Layer;
        var reader = new UnitReader(structure, node, context.Run.Theta, context.Task.VectorWidth);
        var ascent = new InputAscent(shape);
        var start = new float[shape.Size];
        Array.Fill(start, Gray);
        int filters = Math.Min(MostFilters, layer.Output.Channels);
        int middle = ((layer.Output.Height / 2 * layer.Output.Width) + (layer.Output.Width / 2)) * layer.Output.Channels;
        var inputs = new List<(int Filter, float[] Input, float Output)>();
        var slopes = new List<float[]>();
        for (int filter = 0; filter < filters; filter++)
        {
            int unit = middle + filter;
            context.Report((double)filter / filters, $"climbing to filters of {structure.Nodes[node].Name}");
            (float[] input, float output) = ascent.Climb(start, (x, gradient) => reader.Differentiate(unit, x, gradient), context.Stop);
            inputs.Add((filter, input, output));
            slopes.Add(new float[shape.Size]);
            reader.Differentiate(unit, input, slopes[^1]);
        }

        inputs.Sort((a, b) => a.Output != b.Output ? b.Output.CompareTo(a.Output) : a.Filter.CompareTo(b.Filter));
        var patch = Patch.Of(slopes, shape);
        string label = structure.Nodes[node].Name;
        return new Figure(
            name,
            $"Inputs that open the filters of {label}",
            $"Each picture is the part of the observation that the middle unit of a filter of {label} sees, after gradient ascent from an "
                + "even gray made the output of this unit large (Erhan et al. 2009). Of a stack the frames lie side by side, the oldest on "
                + "the left. The largest output comes first. The filters of a healthy network show edges, bars and spots, and over several "
                + "frames what changes between them: frames that are dark and then bright open for what has just come. They differ from "
                + "filter to filter. Pictures that stay gray belong to filters that see nothing; pictures of fine noise, as those of an "
                + "untrained network, to filters that have learned little.",
            $"{filters} patches of {patch.Width} by {patch.Height} pixels, one for each filter of {label}.",
            FigureFormat.Svg,
            System.Text.Encoding.UTF8.GetBytes(Draw(context, label, inputs, patch, shape)),
            Data(inputs, patch, shape));
    }

    private static string Draw(
        FigureContext context, string label, List<(int Filter, float[] Input, float Output)> inputs, Patch patch,
        ObservationSpecification shape)
    {
        int frames = shape.Channels, width = (patch.Width * frames) + frames - 1;
        int pixel = Math.Clamp(WidestTile / width, 1, LargestPixel), columns = Math.Max(1, SheetWidth / ((width * pixel) + Gap));
        var tiles = new List<Tile>();
        foreach ((_, float[] input, _) in inputs)
        {
            var numbers = new float[width * patch.Height];
            Array.Fill(numbers, float.NaN);
            for (int y = 0; y < patch.Height; y++)
            {
                for (int x = 0; x < patch.Width; x++)
                {
                    int from = (((patch.Top + y) * shape.Width) + patch.Left + x) * shape.Channels;
                    for (int frame = 0; frame < frames; frame++)
                        numbers[(y * width) + (frame * (patch.Width + 1)) + x] = input[from + frame];
                }
            }

            tiles.Add(new Tile(width, patch.Height, numbers));
        }

        var sheet = new ImageSheet($"Inputs that open the filters of {label}: {context.Subject}")
        {
            Bar = new ColorBar("0 (black)", "1 (white)", share => Rgb.Gray((byte)Math.Round(255 * share))),
        };
        sheet.Add([], Tiles.Draw(tiles, columns, pixel, number => Rgb.Gray((byte)Math.Round(255 * Math.Clamp(number, 0, 1))), Gap));
        return sheet.Draw();
    }

    private static string Data(List<(int Filter, float[] Input, float Output)> inputs, Patch patch, ObservationSpecification shape)
    {
        var data = new CsvText("filter", "output", "row", "column", "channel", "pixel");
        foreach ((int filter, float[] input, float output) in inputs)
        {
            for (int i = 0; i < patch.Height * patch.Width * shape.Channels; i++)
            {
                int pixel = i / shape.Channels, row = patch.Top + (pixel / patch.Width), column = patch.Left + (pixel % patch.Width);
                int channel = i % shape.Channels, place = (((row * shape.Width) + column) * shape.Channels) + channel;
                data.Add(filter, output, row, column, channel, input[place].ToString("G4", CultureInfo.InvariantCulture));
            }
        }

        return data.ToString();
    }

    /// <summary>The part of the observation that the units see: where the derivative of one of them is not 0.</summary>
    private sealed record Patch(int Left, int Top, int Width, int Height)
    {
        internal static Patch Of(List<float[]> slopes, ObservationSpecification shape)
        {
            (int left, int top, int right, int bottom) = (shape.Width, shape.Height, -1, -1);
            foreach (float[] slope in slopes)
            {
                for (int i = 0; i < slope.Length; i++)
                {
                    if (slope[i] == 0) continue;
                    (int x, int y) = (i / shape.Channels % shape.Width, i / shape.Channels / shape.Width);
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
                }
            }

            // Filters that are all dead see nothing.
            return right < 0 ? new Patch(0, 0, shape.Width, shape.Height) : new Patch(left, top, right - left + 1, bottom - top + 1);
        }
    }
}
