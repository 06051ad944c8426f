using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Interchange.Tests.Onnx;

/// <summary>
/// Every output that an exported network should have, but the actions of vectors, from the outputs of the network's heads.
/// </summary>
internal sealed class HeadOutputs
{
    private readonly TrainedNetwork _trained;
    private readonly Network<float> _network;
    private readonly Activations<float> _activations;

    internal HeadOutputs(TrainedNetwork trained)
    {
        (_trained, _network) = (trained, NetworkFactory.Single(trained.Configuration.Network, trained.Configuration.VectorWidth));
        NetworkStructure structure = trained.Configuration.Network;
        _activations = new Activations<float>(structure, 1, part: trained.Configuration.Algorithm.ActingPart(structure));
    }

    private double VarianceFloor => ((GaussianOptions)_trained.Configuration.AlgorithmOptions).VarianceFloor;

    /// <summary>Computes the outputs of the next observation, and compares each with that of the exported network.</summary>
    internal void AssertSame(Observation observation, OnnxAgent exported, float[]? lastStep = null)
    {
        if (observation.Specification.Kind == ObservationKind.Pixels) _activations.WritePixels(0, observation.Pixels);
        else observation.Values.CopyTo(_activations.Input(0));
        lastStep?.CopyTo(_activations.Side(0));
        _network.Forward(_trained.Theta.Span, _activations, 0, 1);
        foreach (string name in exported.OutputNames)
        {
            if (name != "action" && !name.Contains(".next-", StringComparison.Ordinal)) OnnxTests.Equal(Of(name), exported[name]);
        }

        _activations.CarryState(1);
    }

    private float[] Of(string output) => output switch
    {
        "logits" => Head("policy"),
        "probabilities" => Probabilities(),
        "value" => Has("policy") && Has("q") ? [Sum(Probabilities(), Head("q"))] : Head("value"),
        "action-values" => ActionValues(),
        "state-value" => Head("value"),
        "advantages" => Head("advantage"),
        "mean" => Head("mean"),
        "variance" => [(float)(Math.Log(1 + Math.Exp(Head("spread")[0])) + VarianceFloor)],
        _ => throw new ArgumentException($"There is no output {output}.", nameof(output)),
    };

    private float[] ActionValues()
    {
        if (Has("q")) return Head("q");
        if (!Has("advantage"))
        {
            var values = new List<float>();
            foreach (HeadDescription head in _trained.Configuration.Network.Heads) values.Add(Head(head.Name)[0]);
            return [.. values];
        }

        float[] advantages = Head("advantage");
        double mean = 0;
        foreach (float advantage in advantages) mean += (double)advantage / advantages.Length;
        return Array.ConvertAll(advantages, advantage => (float)(Head("value")[0] + advantage - mean));
    }

    /// <summary>The distribution of each dimension of an action.</summary>
    private float[] Probabilities()
    {
        ActionSpecification actions = _trained.Configuration.Actions;
        float[] powers = Array.ConvertAll(Head("policy"), logit => (float)Math.Exp(logit));
        int[] counts = actions.Kind == ActionKind.Discrete ? [actions.Count] : actions.Choices.ToArray();
        int first = 0;
        foreach (int count in counts)
        {
            double sum = 0;
            foreach (float power in powers[first..(first + count)]) sum += power;
            for (int i = first; i < first + count; i++) powers[i] = (float)(powers[i] / sum);
            first += count;
        }

        return powers;
    }

    private static float Sum(float[] weights, float[] values)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += (double)weights[i] * values[i];
        return (float)sum;
    }

    private bool Has(string name)
    {
        foreach (HeadDescription head in _trained.Configuration.Network.Heads)
        {
            if (head.Name == name) return true;
        }

        return false;
    }

    private float[] Head(string name) => [.. _activations.Output(_trained.Configuration.Network.HeadIndex(name), 0)];
}
