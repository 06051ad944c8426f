using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Interchange.Onnx;

/// <summary>
/// Adds what an agent reads from the heads of its network, and makes it the outputs of the graph: logits, probabilities, values, action
/// values, mean and variance, or an action.
/// </summary>
/// <param name="graph">Receives the operators.</param>
/// <param name="network">The network.</param>
internal sealed class HeadNodes(GraphBuilder graph, TrainedNetwork network)
{
    private const string Policy = "policy", Value = "value", Advantage = "advantage", Q = "q", OfAction = "q ";
    private const string Mean = "mean", Spread = "spread", Action = "action";

    private string? _side;

    private NetworkStructure Structure => network.Structure;

    private ActionSpecification Actions => network.Configuration.Actions;

    /// <summary>Adds the outputs.</summary>
    /// <param name="observation">The observations as the network reads them.</param>
    internal void Add(LayerValue observation)
    {
        string? action = null;
        var layers = new LayerNodes(graph, network, observation, Joined);
        if (Has(Action)) action = AddDeterministicAction(layers);
        if (Has(Policy)) AddPolicy(layers);
        else if (Has(Mean)) AddGaussian(layers);
        else if (Has(Advantage)) AddDueling(layers);
        else if (Has(Q)) Output("action-values", RowsOf(layers, Q));
        else if (Structure.Heads[0].Name.StartsWith(OfAction, StringComparison.Ordinal)) AddSeparate(layers);
        else if (Has(Value)) Output("value", RowsOf(layers, Value));
        return;

        // The action of the policy joins the critic, or the last action and reward join what the network sees.
        string Joined(int node)
        {
            if (!Structure.Nodes[node].ReadsSideInputs)
                return action ?? throw new InvalidOperationException("The critic was added before the action.");
            return _side ??= graph.Input("last-step", GraphBuilder.Element.Float, 0, Structure.SideInputs);
        }
    }

    private bool Has(string head)
    {
        foreach (HeadDescription known in Structure.Heads)
        {
            if (known.Name == head) return true;
        }

        return false;
    }

    private string RowsOf(LayerNodes layers, string head) => layers.RowsOf(Structure.HeadNode(Structure.HeadIndex(head)));

    private void Output(string name, string value) => Output(name, value, Actions.TotalCount);

    private void Output(string name, string value, int width) => graph.Output(name, value, 0, width);

    private void AddPolicy(LayerNodes layers)
    {
        string logits = RowsOf(layers, Policy), probabilities = Softmax(logits);
        Output("logits", logits);
        Output("probabilities", probabilities);
        if (!Has(Q))
        {
            Output("value", RowsOf(layers, Value), 1);
            return;
        }

        string values = RowsOf(layers, Q), weighted = graph.Add("Mul", "weighted values", [probabilities, values]);
        Output("action-values", values);
        Output("value", graph.Add("ReduceSum", "sum of values", [weighted, graph.Constant("axis of choices", 1)]), 1);
    }

    /// <summary>The distribution of each dimension of an action.</summary>
    private string Softmax(string logits)
    {
        if (Actions.Kind == ActionKind.Discrete) return graph.Add("Softmax", "distribution", [logits], GraphBuilder.Of("axis", -1));
        var parts = new string[Actions.Choices.Length];
        var lengths = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++) (parts[i], lengths[i]) = (graph.Result($"logits {i}"), Actions.Choices[i]);
        graph.AddSeveral("Split", parts, [logits, graph.Constant("choices", lengths)], GraphBuilder.Of("axis", 1));
        for (int i = 0; i < parts.Length; i++)
            parts[i] = graph.Add("Softmax", $"distribution {i}", [parts[i]], GraphBuilder.Of("axis", -1));
        return graph.Add("Concat", "distributions", parts, GraphBuilder.Of("axis", 1));
    }

    private void AddGaussian(LayerNodes layers)
    {
        var options = (GaussianOptions)network.Configuration.AlgorithmOptions;
        string mean = RowsOf(layers, Mean), floor = graph.Constant("variance floor", [(float)options.VarianceFloor], 1);
        Output("mean", mean);
        string spread = graph.Add("Softplus", "softplus", [RowsOf(layers, Spread)]);
        Output("variance", graph.Add("Add", "variance above floor", [spread, floor]), 1);
        Output("value", RowsOf(layers, Value), 1);
        Output("action", Map(mean, options.Gaussian.ScalesToBounds));
    }

    private string AddDeterministicAction(LayerNodes layers)
    {
        string action = graph.Add("Tanh", "bounded action", [RowsOf(layers, Action)]);
        Output("action", Map(action, scalesToBounds: true));
        return action;
    }

    /// <summary>Maps the policy's numbers to those of the environment.</summary>
    private string Map(string numbers, bool scalesToBounds)
    {
        var scale = new ActionScale(Actions, scalesToBounds);
        string halfRange = graph.Constant("half range", scale.HalfRanges, Actions.Count);
        string scaled = graph.Add("Mul", "scaled action", [numbers, halfRange]);
        return graph.Add("Add", "mapped action", [scaled, graph.Constant("center", scale.Centers, Actions.Count)]);
    }

    private void AddDueling(LayerNodes layers)
    {
        string advantages = RowsOf(layers, Advantage), value = RowsOf(layers, Value);
        string mean = graph.Add("ReduceMean", "mean advantage", [advantages], GraphBuilder.Of("axes", [1]));
        string shift = graph.Add("Sub", "value less mean", [value, mean]);
        Output("action-values", graph.Add("Add", "shifted advantages", [advantages, shift]));
        Output("state-value", value, 1);
        Output("advantages", advantages);
    }

    private void AddSeparate(LayerNodes layers)
    {
        var values = new string[Structure.Heads.Length];
        for (int i = 0; i < values.Length; i++) values[i] = layers.RowsOf(Structure.HeadNode(i));
        Output("action-values", graph.Add("Concat", "values of actions", values, GraphBuilder.Of("axis", 1)));
    }
}
