using AsyncRL.Algorithms.Acting;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// Reads from a network with trained parameters what pictures of an agent show: the value, the numbers of the choices, the outputs of
/// layers, and derivatives by the observation. Owned by one thread.
/// </summary>
public sealed class AgentReader
{
    private readonly NetworkStructure _structure;
    private readonly AgentOutputs<float> _outputs;
    private readonly Activations<float> _activations;

    /// <summary>Finds the heads, and allocates the passes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <param name="rows">Inputs that one forward pass takes.</param>
    public AgentReader(Network<float> network, ActionSpecification actions, int rows = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        _structure = network.Structure;
        _outputs = new AgentOutputs<float>(network, actions);
        _activations = new Activations<float>(network.Structure, 1, rows, part: _outputs.Part);
    }

    /// <summary>What the numbers of the choices are.</summary>
    public OutputKind Kind => _outputs.Kind;

    /// <summary>Number of the choices' numbers.</summary>
    public int Choices => _outputs.Count;

    /// <summary>Inputs that one forward pass takes.</summary>
    public int Rows => _activations.Sequences;

    /// <summary>The index of the last hidden layer among the network's nodes: the layer below the head of the choices.</summary>
    public int LastHidden => AgentOutputs<float>.LastHidden(_structure);

    /// <summary>What the numbers of the choices of a network are.</summary>
    /// <param name="structure">The network.</param>
    /// <returns>The kind.</returns>
    public static OutputKind KindOf(NetworkStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return AgentOutputs<float>.KindOf(structure);
    }

    /// <summary>
    /// Runs the network on the present observation of an actor. Called once for each agent step, because of layers with memory.
    /// </summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="actor">The actor.</param>
    /// <returns>Everything that the outputs depend on.</returns>
    public NetworkInput Observe(ReadOnlySpan<float> parameters, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.EpisodeLength == 0) _activations.ClearState();
        actor.WriteObservation(_activations, 0);
        NetworkInput input = NetworkInput.Of(_activations);
        Forward(parameters);
        _activations.CarryState(1);
        return input;
    }

    /// <summary>Sets the input of a row of the next forward pass.</summary>
    /// <param name="row">The row.</param>
    /// <param name="input">The input.</param>
    /// <returns>The observation in the memory of the pass, which the caller may change.</returns>
    public Span<float> Set(int row, NetworkInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        input.Write(_activations, row);
        return _activations.Input(row);
    }

    /// <summary>Sets the observation of a row of the next forward pass, with nothing beside it and no memory.</summary>
    /// <param name="row">The row.</param>
    /// <param name="observation">The observation as the agent sees it.</param>
    public void Set(int row, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (observation.Specification.Kind == ObservationKind.Pixels) _activations.WritePixels(row, observation.Pixels);
        else observation.Values.CopyTo(_activations.Input(row));
        _activations.Side(row).Clear();
    }

    /// <summary>Empties the layers with memory, as at the start of an episode.</summary>
    public void Forget() => _activations.ClearState();

    /// <summary>Keeps the memory of the last forward pass of one row for the next one.</summary>
    public void Remember() => _activations.CarryState(1);

    /// <summary>Runs the network on all rows.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    public void Forward(ReadOnlySpan<float> parameters) => _outputs.Forward(parameters, _activations);

    /// <summary>
    /// V of a row. Of action values it is the largest; of a dueling network it is the output of the stream of the value; of a deterministic
    /// policy it is the action value of its action.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <returns>The value.</returns>
    public float Value(int row) => _outputs.ValueOf(_activations, row);

    /// <summary>
    /// What an agent expects that always takes its best action: of a dueling network the largest Q = V + A − mean A, otherwise
    /// <see cref="Value"/>.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <returns>The value.</returns>
    public float StateValue(int row) => _outputs.StateValueOf(_activations, row);

    /// <summary>
    /// Reads the numbers of the choices: logits, action values minus their mean, advantages, the mean action, or the action.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="choices">[<see cref="Choices"/>], overwritten.</param>
    public void ReadChoices(int row, Span<float> choices) => _outputs.ReadChoices(_activations, row, choices);

    /// <summary>The outputs of a layer.</summary>
    /// <param name="node">The index of the layer in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <param name="row">The row.</param>
    /// <returns>[output]; empty for a layer that the heads do not need.</returns>
    public ReadOnlySpan<float> Layer(int node, int row) => _activations.LayerOutput(node, row);

    /// <summary>Whether the heads that are read need a layer.</summary>
    /// <param name="node">The index of the layer in <see cref="NetworkStructure.Nodes"/>.</param>
    /// <returns>Whether they do.</returns>
    public bool Includes(int node) => _outputs.Part.Includes(node);

    /// <summary>Computes ∂V/∂x of all rows, with the states of layers with memory as constants.</summary>
    /// <param name="parameters">The block of the last forward pass.</param>
    /// <param name="gradient">[rows, input], overwritten.</param>
    public void DifferentiateValue(ReadOnlySpan<float> parameters, Span<float> gradient) =>
        _outputs.DifferentiateValue(parameters, _activations, gradient);

    /// <summary>
    /// Computes the derivative by the observation, of all rows, of log π(a), of Q(a) − mean Q, of A(a), or of the sum of the (mean) action.
    /// </summary>
    /// <param name="parameters">The block of the last forward pass.</param>
    /// <param name="action">a: one choice, or one for each dimension; not used where actions are vectors.</param>
    /// <param name="gradient">[rows, input], overwritten.</param>
    public void DifferentiateChoice(ReadOnlySpan<float> parameters, ReadOnlySpan<int> action, Span<float> gradient) =>
        _outputs.DifferentiateChoice(parameters, _activations, action, gradient);
}
