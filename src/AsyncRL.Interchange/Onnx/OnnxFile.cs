using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Interchange.Onnx.Format;
using AsyncRL.Training.Runs;
using Google.Protobuf;

namespace AsyncRL.Interchange.Onnx;

/// <summary>
/// Writes a trained network as a model of ONNX (operator set 17): from the observation as the environment shows it to the outputs that an
/// agent reads. docs/interchange.md lists inputs, outputs and metadata.
/// </summary>
public static class OnnxFile
{
    private const int FormatVersion = 8, OperatorSetVersion = 17;
    private const float Brightest = 255;

    /// <summary>Writes a model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="destination">Receives the file.</param>
    /// <exception cref="InputException">A layer has no form in ONNX here.</exception>
    public static void Write(TrainedNetwork network, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(destination);
        var model = new Model
        {
            IrVersion = FormatVersion,
            ProducerName = "AsyncRL",
            ProducerVersion = MachineDescription.Version,
            Graph = new Graph { Name = network.Structure.Description.Name },
        };
        model.OpsetImport.Add(new OperatorSet { Domain = "", Version = OperatorSetVersion });
        foreach ((string key, string value) in Describe(network)) model.Metadata.Add(new TextEntry { Key = key, Value = value });
        var graph = new GraphBuilder(model.Graph);
        new HeadNodes(graph, network).Add(Observe(graph, network));
        model.WriteTo(destination);
    }

    /// <summary>
    /// Adds the observations, and what comes before the first layer: pixels become numbers from 0 to 1, vectors are normalized.
    /// </summary>
    private static LayerValue Observe(GraphBuilder graph, TrainedNetwork network)
    {
        ObservationSpecification observation = network.Configuration.Observation;
        if (observation.Kind == ObservationKind.Pixels)
        {
            string bytes = graph.Input(
                "observation", GraphBuilder.Element.Byte, 0, observation.Height, observation.Width, observation.Channels);
            string numbers = graph.Add("Cast", "pixels", [bytes], GraphBuilder.Of("to", (long)GraphBuilder.Element.Float));
            return new LayerValue(
                graph.Add("Mul", "scaled pixels", [numbers, graph.Constant("pixel scale", [1 / Brightest], 1)]), Order.Pixels);
        }

        int size = observation.Size;
        string vector = graph.Input("observation", GraphBuilder.Element.Float, 0, size);
        if (network.Normalization.Observations is not { } moments) return new LayerValue(vector, Order.Rows);
        var means = new double[size];
        var scales = new double[size];
        NormalizedObservations.ReadScales(moments, means, scales);
        string mean = graph.Constant("observation.mean", Array.ConvertAll(means, number => (float)number), size);
        string scale = graph.Constant("observation.scale", Array.ConvertAll(scales, number => (float)number), size);
        string scaled = graph.Add("Mul", "scaled", [graph.Add("Sub", "centered", [vector, mean]), scale]);
        string low = graph.Constant("lowest", [-NormalizedObservations.Limit]);
        string high = graph.Constant("highest", [NormalizedObservations.Limit]);
        return new LayerValue(graph.Add("Clip", "normalized", [scaled, low, high]), Order.Rows);
    }

    /// <summary>What a program must know to use the model: the run, and how an observation is made.</summary>
    private static IEnumerable<(string Key, string Value)> Describe(TrainedNetwork network)
    {
        TrainingConfiguration run = network.Configuration;
        yield return ("environment", run.Environment.Name);
        yield return ("algorithm", run.Algorithm.Name);
        yield return ("network", run.Network.Description.Name);
        yield return ("agent-steps", network.AgentSteps.ToString(CultureInfo.InvariantCulture));
        yield return ("seed", run.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("observation", $"{run.Observation}");
        yield return ("actions", $"{run.Actions}");
        if (run.Actions.Names is { } names) yield return ("action-names", string.Join(",", names));
        if (network.MeaningOfActionValues is { } meaning) yield return ("meaning-of-action-values", meaning);
        foreach ((string name, string value) in OptionSet.ToAssignments(run.EnvironmentOptions))
            yield return ($"environment.{name}", value);
    }
}
