using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The outputs of every rectifier for one state, and the units that no state of many opens.</summary>
internal sealed class ActivationsKind : FigureKind
{
    private const int StatesForDeadUnits = 1000, SheetWidth = 620, LargestPixel = 10, MostTiles = 64, DenseColumns = 32;

    internal override string Name => "activations";

    internal override string Summary => "the open units of every layer for one state, and the dead units";

    internal override string? WhyNot(TrainedRun run) => LayerNodes.Rectifiers(run.Configuration.Network).Count > 0
        ? null
        : $"The network {run.Configuration.Network.Description.Name} has no rectifier; expected a run of a network that has one.";

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        PlayedStep state = context.Game[Jumps.Choose(context.Game, 1)[0]];
        NetworkStructure structure = context.Task.Network;
        AgentReader reader = context.CreateReader();
        var layers = new List<LayerUnits>();
        foreach (int node in LayerNodes.Rectifiers(structure))
        {
            if (reader.Includes(node)) layers.Add(new LayerUnits(node, LayerNodes.NameBelow(structure, node), structure));
        }

        int states = CountOpenings(context, reader, layers);
        reader.Set(0, state.Input!);
        reader.Forward(context.Run.Theta);
        foreach (LayerUnits layer in layers) layer.Take(reader);
        var sheet = new ImageSheet($"Activations: {context.Subject}, episode {state.Episode}, step {state.AgentStep}")
        {
            Bar = new ColorBar("0 (shut)", "largest of the layer", ColorOf),
        };
        if (state.Frame is { } frame) sheet.Add(["frame"], frame.Enlarge(Math.Max(1, 170 / Math.Max(frame.Width, frame.Height))));
        foreach (LayerUnits layer in layers)
            sheet.Add([layer.Name, $"{NumberText.Percent(layer.OpenShare)} % open", $"{layer.Dead} of {layer.Units} dead"], Draw(layer));
        return
        [
            new Figure(
                Name,
                "Activations",
                "Every row is a layer after its rectifier, for one state; dark is a unit that is shut, bright one that is wide open. The "
                    + $"maps of a convolution lie side by side. A unit is dead if none of {NumberText.Count(states)} played states opens "
                    + "it: it learns nothing more, because no gradient passes it. In a healthy network between a tenth and a half of the "
                    + "units are open, maps resemble the frame, and few units are dead. Many dead units point to a learning rate that is "
                    + "too high.",
                $"The outputs of {layers.Count} layers of rectifiers for one state of {context.Task.Environment.Name}.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(sheet.Draw()),
                Data(layers)),
        ];
    }

    private static Rgb ColorOf(double share) => ColorScale.Viridis(share);

    private static int CountOpenings(FigureContext context, AgentReader reader, List<LayerUnits> layers)
    {
        IReadOnlyList<PlayedStep> states = context.Play(
            new PlaySettings { States = StatesForDeadUnits, KeepsInputs = true }, "looking for dead units");
        foreach (PlayedStep state in states)
        {
            context.Stop.ThrowIfCancellationRequested();
            reader.Set(0, state.Input!);
            reader.Forward(context.Run.Theta);
            foreach (LayerUnits layer in layers) layer.Observe(reader);
        }

        return states.Count;
    }

    private static Picture Draw(LayerUnits layer)
    {
        var tiles = new List<Tile>();
        float largest = 0;
        foreach (float output in layer.Outputs) largest = Math.Max(largest, output);
        if (layer.Shape.Height * layer.Shape.Width == 1)
        {
            foreach (float output in layer.Outputs) tiles.Add(new Tile(1, 1, [output]));
            return Tiles.Draw(tiles, DenseColumns, LargestPixel, output => ColorOf(output / largest));
        }

        int channels = layer.Shape.Channels, size = layer.Shape.Height * layer.Shape.Width;
        for (int channel = 0; channel < Math.Min(channels, MostTiles); channel++)
        {
            var map = new float[size];
            for (int i = 0; i < size; i++) map[i] = layer.Outputs[(i * channels) + channel];
            tiles.Add(new Tile(layer.Shape.Width, layer.Shape.Height, map));
        }

        int across = Math.Min(8, tiles.Count), scale = Math.Max(1, SheetWidth / (across * (layer.Shape.Width + 1)));
        return Tiles.Draw(tiles, across, Math.Min(scale, LargestPixel), output => ColorOf(output / largest));
    }

    private static string Data(List<LayerUnits> layers)
    {
        var data = new CsvText("layer", "unit", "output", "share_of_states_open");
        foreach (LayerUnits layer in layers)
        {
            for (int unit = 0; unit < layer.Count; unit++) data.Add(layer.Name, unit, layer.Outputs[unit], layer.OpenIn(unit));
        }

        return data.ToString();
    }

    /// <summary>The units of a rectifier. A channel of a convolution counts as one unit.</summary>
    private sealed class LayerUnits(int node, string name, NetworkStructure structure)
    {
        private readonly int[] _openings = new int[structure.Nodes[node].Layer.Output.Size];
        private int _states;

        internal string Name => name;

        internal Shape Shape => structure.Nodes[node].Layer.Output;

        internal float[] Outputs { get; private set; } = [];

        /// <summary>Number of outputs.</summary>
        internal int Count => _openings.Length;

        /// <summary>Number of units: channels, which are the last index of an output.</summary>
        internal int Units => Shape.Channels;

        internal double OpenShare
        {
            get
            {
                int open = 0;
                foreach (float output in Outputs) open += output > 0 ? 1 : 0;
                return (double)open / Count;
            }
        }

        internal int Dead
        {
            get
            {
                var isAlive = new bool[Units];
                for (int i = 0; i < _openings.Length; i++) isAlive[i % Units] |= _openings[i] > 0;
                return Array.FindAll(isAlive, alive => !alive).Length;
            }
        }

        internal double OpenIn(int unit) => (double)_openings[unit] / _states;

        internal void Take(AgentReader reader) => Outputs = reader.Layer(node, 0).ToArray();

        internal void Observe(AgentReader reader)
        {
            ReadOnlySpan<float> outputs = reader.Layer(node, 0);
            for (int i = 0; i < outputs.Length; i++) _openings[i] += outputs[i] > 0 ? 1 : 0;
            _states++;
        }
    }
}
