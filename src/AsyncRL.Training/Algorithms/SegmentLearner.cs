using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// What all algorithms do around the statements of their pseudo-code: the snapshot θ′, the gradient dθ and its apply, the episode, and the
/// states of layers with memory. Nothing is allocated once constructed.
/// </summary>
/// <remarks>
/// <b>The state rules</b> (docs/memory.md): the state is zero at an episode's start; it is carried from segment to segment;
/// what a bootstrap value's forward pass did to it is forgotten, because the same observation comes again as the next segment's first; no
/// gradient crosses segments, because the state at a segment's start is a number, not a function of θ′.
/// </remarks>
internal abstract class SegmentLearner : ISegmentAlgorithm
{
    private readonly AlgorithmContext _context;
    private readonly AlignedBlock<float> _parameters;
    private readonly SegmentGradient<float> _gradient;
    private readonly float _rewardLimit;
    private long _updatesAtSnapshot;
    private int _steps;
    private bool _holdsGradient;
    private bool _hasSnapshot;
    private SegmentLosses _losses;

    /// <summary>Sets up for segments of up to so many agent steps.</summary>
    /// <param name="context">What the algorithm works with.</param>
    /// <param name="tMax">t_max.</param>
    /// <param name="rewardClip">Largest magnitude of a reward in training, 0 for no limit.</param>
    protected SegmentLearner(AlgorithmContext context, int tMax, double rewardClip)
    {
        _context = context;
        NetworkStructure structure = context.Network.Structure;
        Activations = new Activations<float>(structure, checked(tMax + 1));
        _parameters = new AlignedBlock<float>(structure.Layout.BlockLength);
        _gradient = new SegmentGradient<float>(Activations, keepsFactors: context.FusesUpdate);
        _rewardLimit = rewardClip > 0 ? (float)rewardClip : float.PositiveInfinity;
    }

    protected Actor Actor => _context.Actor;

    protected SharedParameters Shared => _context.Shared;

    protected Network<float> Network => _context.Network;

    protected ActorStatistics Statistics => _context.Statistics;

    /// <summary>The rows of the segment, and one for the bootstrap.</summary>
    protected Activations<float> Activations { get; }

    /// <inheritdoc/>
    public abstract int ComputeSegment();

    /// <inheritdoc/>
    public abstract void Apply();

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities()
    {
        if (_steps == 0) return [];
        var densities = ImmutableArray.CreateBuilder<InputDensity>();
        for (int node = 0; node < Network.Structure.Nodes.Length; node++) densities.Add(Activations.Density(node, _steps));
        return densities.ToImmutable();
    }

    /// <inheritdoc/>
    public bool HoldsRefusableGradient
    {
        get
        {
            if (!_holdsGradient || _context.FusesUpdate) return false;
            double squares = 0;
            foreach (float number in _gradient.Stored) squares += (double)number * number;
            return !(squares <= float.MaxValue);
        }
    }

    /// <inheritdoc/>
    public virtual void Abandon()
    {
        (_holdsGradient, _hasSnapshot) = (false, false);
        Activations.ClearState();
    }

    /// <inheritdoc/>
    public virtual void SaveState(BinaryWriter writer)
    {
        Activations.SaveState(writer);

        // Where updates are fused the two halves follow each other on one thread: a gradient still held is one that was refused.
        bool holdsGradient = _holdsGradient && !_context.FusesUpdate;
        writer.Write(holdsGradient);
        if (!holdsGradient) return;
        writer.Write(_updatesAtSnapshot);
        writer.Write(_steps);
        writer.Write(_losses.Policy);
        writer.Write(_losses.Value);
        writer.Write(_losses.Entropy);
        writer.Write(MemoryMarshal.AsBytes(_gradient.Stored));
    }

    /// <inheritdoc/>
    public virtual void RestoreState(BinaryReader reader)
    {
        Activations.RestoreState(reader);
        _hasSnapshot = false;
        _holdsGradient = reader.ReadBoolean();
        if (!_holdsGradient) return;
        _updatesAtSnapshot = reader.ReadInt64();
        SavedState.Check("number of updates at the snapshot", _updatesAtSnapshot, 0, long.MaxValue);
        _steps = reader.ReadNumber("agent steps of the segment", 0, Activations.Rows);
        _losses = new SegmentLosses(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_gradient.Stored));
        SavedState.CheckFinite("gradient", _gradient.Stored);
    }

    /// <summary>dθ ← 0.</summary>
    protected void ClearGradient() => _gradient.Clear();

    /// <summary>θ′ ← θ, unless the last update has done it in its own sweep.</summary>
    protected void TakeSnapshot()
    {
        if (!_hasSnapshot)
        {
            _updatesAtSnapshot = Shared.Updates;
            Shared.Snapshot(_parameters.Span);
        }

        _hasSnapshot = false;
        Statistics.Mark(Phase.Snapshot);
    }

    /// <summary>Resets the environment if the last episode is over, and forgets it.</summary>
    /// <returns>Whether an episode begins.</returns>
    protected bool BeginEpisodeIfOver()
    {
        bool begins = Actor.EpisodeIsOver;
        if (begins)
        {
            Actor.BeginEpisodeIfOver();
            Activations.ClearState();
        }

        Statistics.Mark(Phase.Environment);
        return begins;
    }

    /// <summary>Runs the network with θ′ on what the actor looks at. The activations stay for the backward pass.</summary>
    protected void Forward(int row)
    {
        Actor.Observe(Activations.Input(row));
        Network.Forward(_parameters.Span, Activations, row, 1);
    }

    /// <summary>One agent step.</summary>
    protected StepOutcome Step(AgentAction action)
    {
        StepOutcome outcome = Actor.Step(action);
        Statistics.Mark(Phase.Environment);
        return outcome;
    }

    /// <summary>The reward as training sees it.</summary>
    protected float Clip(float reward) => Math.Clamp(reward, -_rewardLimit, _rewardLimit);

    /// <summary>
    /// Takes the output gradients of the segment's rows through the layers to dθ, and carries the state to the next segment.
    /// </summary>
    protected void Backward(int steps, SegmentLosses losses)
    {
        Network.Backward(_parameters.Span, Activations, steps, _gradient);
        (_losses, _steps, _holdsGradient) = (losses, steps, true);

        // The states are factors of the gradient: those of a fused update are needed until it is done.
        if (!_context.FusesUpdate) Activations.CarryState(steps);
        Statistics.CountAgentSteps(steps);
        Statistics.Mark(Phase.Backward);
    }

    /// <summary>The update of θ by dθ.</summary>
    protected void ApplyGradient()
    {
        long updates = Shared.Updates;
        double learningRate = _context.LearningRate.At(Shared.AgentSteps);
        double norm = _context.FusesUpdate ? ApplyAndSnapshot(learningRate) : ApplyStored(learningRate);
        _holdsGradient = false;
        Statistics.CountUpdate(_steps, _losses, norm, updates - _updatesAtSnapshot);
        if (_hasSnapshot) _updatesAtSnapshot = updates + 1;
        Statistics.Mark(Phase.Apply);
    }

    private double ApplyStored(double learningRate)
    {
        double norm = _context.Clipper.Clip(_gradient.Stored);
        _context.Optimizer.Apply(Shared, _gradient.Stored, learningRate);
        return norm;
    }

    private double ApplyAndSnapshot(double learningRate)
    {
        double norm = _context.Clipper.Measure(_gradient, out float scale);
        var update = new SegmentUpdate { Gradient = _gradient, Scale = scale, Snapshot = _parameters.Span };
        _context.Optimizer.ApplyAndSnapshot(Shared, in update, learningRate);
        Activations.CarryState(_steps);
        _hasSnapshot = true;
        return norm;
    }
}

/// <summary>What a segment's loss came to, summed over its agent steps.</summary>
/// <param name="Policy">Σ −log π(a) · A; 0 for value methods.</param>
/// <param name="Value">Σ of the errors of the values.</param>
/// <param name="Entropy">Σ of the entropies of the policy that acted, in nats.</param>
internal readonly record struct SegmentLosses(double Policy, double Value, double Entropy);
