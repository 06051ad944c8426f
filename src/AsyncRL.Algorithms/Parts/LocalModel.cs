using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// One thread's model: θ′, its snapshot of θ, and dθ, the gradient of its loss by θ′. Only this class decides whether an update multiplies
/// out the gradient and takes the next snapshot in one sweep. After the batches are made, the model allocates nothing.
/// </summary>
/// <remarks>
/// <b>The state rules</b> of layers with memory (docs/memory.md): the state is zero at an episode's start. It is carried from segment to
/// segment. The change of the state by a bootstrap value's forward pass is discarded, because the next segment processes the same
/// observation first. No gradient crosses segments, because the state at a segment's start is a constant, not a function of θ′.
/// </remarks>
public sealed partial class LocalModel
{
    private const int MostBatches = 8;

    private readonly IParameters _shared;
    private readonly OptimizerStatistics _optimizer;
    private readonly ActorStatistics _statistics;
    private readonly Metric _gradientNorm;
    private readonly AlignedBlock<float> _parameters;
    private readonly bool _fusesUpdate;
    private readonly List<Activations<float>> _batches = new(MostBatches);
    private SegmentGradient<float>? _gradient;
    private Activations<float>? _learned;
    private long _updatesAtSnapshot = -1;
    private int _rows;
    private bool _holdsGradient;
    private bool _hasSnapshot;

    /// <summary>Allocates θ′.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shared">θ.</param>
    /// <param name="optimizer">The optimizer with its statistics, shared or of the thread.</param>
    /// <param name="statistics">What the thread counts; it receives the metric gradient_norm.</param>
    /// <param name="fusesUpdate">Whether an update and the next snapshot are one sweep; false if updates are held back.</param>
    public LocalModel(
        Network<float> network, IParameters shared, OptimizerStatistics optimizer, ActorStatistics statistics, bool fusesUpdate)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(statistics);
        (Network, _shared, _optimizer, _statistics, _fusesUpdate) = (network, shared, optimizer, statistics, fusesUpdate);
        _parameters = new AlignedBlock<float>(shared.Length);
        _gradientNorm = statistics.Measures.Metric("gradient_norm", "L2 norm of the gradient before clipping, mean over updates");
    }

    /// <summary>The network.</summary>
    public Network<float> Network { get; }

    /// <summary>Whether the next update will refuse the gradient that was computed.</summary>
    internal bool HoldsRefusableGradient
    {
        get
        {
            if (!_holdsGradient || _fusesUpdate) return false;
            double squares = 0;
            foreach (float number in Gradient.Stored) squares += (double)number * number;
            return !(squares <= float.MaxValue);
        }
    }

    /// <summary>θ′.</summary>
    internal ReadOnlySpan<float> Parameters => _parameters.Span;

    /// <summary>dθ.</summary>
    internal SegmentGradient<float> Gradient => _gradient ?? throw new InvalidOperationException("The model has no batch; expected one.");

    /// <summary>Allocates rows for passes through the network. The factors of the gradient are kept for the first batch.</summary>
    /// <param name="steps">Largest number of time steps, including that of a bootstrap value.</param>
    /// <param name="sequences">Number of environments that act side by side.</param>
    /// <param name="ofPixels">Whether every observation is written as pixels.</param>
    /// <param name="part">The layers that the passes compute; all if null.</param>
    /// <returns>The batch. Its state of layers with memory is saved with the model.</returns>
    public Activations<float> NewBatch(int steps, int sequences = 1, bool ofPixels = false, NetworkPart? part = null)
    {
        if (_batches.Count == MostBatches) throw new InvalidOperationException($"A model has at most {MostBatches} batches.");
        var batch = new Activations<float>(Network.Structure, steps, sequences, ofPixels, part);
        _batches.Add(batch);
        _gradient ??= new SegmentGradient<float>(batch, keepsFactors: _fusesUpdate);
        return batch;
    }

    /// <summary>dθ ← 0.</summary>
    public void ClearGradient() => Gradient.Clear();

    /// <summary>θ′ ← θ, unless the last update has already copied θ in its own sweep.</summary>
    public void Sync()
    {
        if (!_hasSnapshot)
        {
            _updatesAtSnapshot = _shared.Updates;
            _shared.Snapshot(_parameters.Span);
        }

        _hasSnapshot = false;
        _statistics.Mark(Phase.Snapshot);
    }

    /// <summary>Runs the network with θ′ on rows that hold observations. The activations are kept for the backward pass.</summary>
    /// <param name="batch">A batch of this model.</param>
    /// <param name="firstStep">The first time step.</param>
    /// <param name="steps">Number of time steps.</param>
    public void Forward(Activations<float> batch, int firstStep, int steps) => Network.Forward(_parameters.Span, batch, firstStep, steps);

    /// <summary>Propagates the output gradients of a batch's rows back through the layers and <b>adds</b> to dθ.</summary>
    /// <param name="batch">A batch of this model, after its forward passes with the present θ′.</param>
    /// <param name="steps">Time steps from the first on.</param>
    /// <param name="inputGradient">
    /// [steps · sequences, observation]: receives the derivative of the loss with respect to the observations. Empty if it is not needed.
    /// </param>
    public void Backward(Activations<float> batch, int steps, Span<float> inputGradient = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Network.Backward(_parameters.Span, batch, steps, Gradient, inputGradient);
        (_learned, _rows, _holdsGradient) = (batch, steps * batch.Sequences, true);
        _statistics.Mark(Phase.Backward);
    }

    /// <summary>Updates θ by dθ, counts the update, and publishes the metrics that were added for it.</summary>
    /// <param name="learningRate">η at this update.</param>
    /// <exception cref="NonFiniteGradientException">dθ is not finite; θ is untouched.</exception>
    public void Update(double learningRate)
    {
        long updates = _shared.Updates;
        double norm = _shared.Update(Gradient, _optimizer, learningRate, _fusesUpdate ? _parameters.Span : default);
        AddNorm(norm);
        _statistics.CountUpdate(updates - _updatesAtSnapshot);
        _hasSnapshot = _fusesUpdate;
        if (_hasSnapshot) _updatesAtSnapshot = updates + 1;
        _statistics.Mark(Phase.Apply);
    }

    /// <summary>Abandons the segment after a failure: nothing of it is saved or applied.</summary>
    internal void Abandon()
    {
        (_holdsGradient, _hasSnapshot) = (false, false);
        _statistics.Discard();
        foreach (Activations<float> batch in _batches) batch.ClearState();
    }

    /// <summary>Writes or reads the states of layers with memory, and the gradient if its update has not been applied.</summary>
    /// <param name="state">Writes or reads the state.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that a state can have.</exception>
    internal void Transfer(StateTransfer state)
    {
        foreach (Activations<float> batch in _batches) batch.Transfer(state);

        // Fused updates apply the gradient at once. A gradient that is still held was refused.
        bool holdsGradient = state.Truth(_holdsGradient && !_fusesUpdate, "mark of a held gradient");
        if (state.IsRestoring) (_hasSnapshot, _holdsGradient) = (false, holdsGradient);
        if (!holdsGradient) return;
        state.LongNumber(ref _updatesAtSnapshot, "number of updates at the snapshot", 0, long.MaxValue);
        state.Floats(Gradient.Stored, "gradient");
    }

    private void AddNorm(double norm)
    {
        _holdsGradient = false;
        _statistics.Add(_gradientNorm, norm, 1);
    }
}
