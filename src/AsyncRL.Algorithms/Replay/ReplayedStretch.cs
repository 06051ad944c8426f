using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// A stretch of one episode from UNREAL's memory, with the activations of the layers that one auxiliary task needs. It begins anywhere,
/// with the state of layers with memory at 0, and ends with the episode or after t_max agent steps.
/// </summary>
internal sealed class ReplayedStretch
{
    private readonly UnrealMemory _memory;
    private readonly LocalModel _model;
    private readonly ActorStatistics _statistics;
    private readonly int _longest;

    /// <summary>Allocates the activations.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="context">The thread's objects.</param>
    /// <param name="model">The thread's model.</param>
    /// <param name="longest">The largest number of agent steps.</param>
    /// <param name="heads">The heads that the task learns.</param>
    internal ReplayedStretch(
        UnrealMemory memory, AlgorithmContext context, LocalModel model, int longest, params ReadOnlySpan<string> heads)
    {
        (_memory, _model, _statistics, _longest) = (memory, model, context.Statistics, longest);
        bool ofPixels = context.Actor.ObservationSpecification.Kind == ObservationKind.Pixels;
        Batch = model.NewBatch(checked(longest + 1), ofPixels: ofPixels, part: context.Network.Structure.Part(heads));
    }

    /// <summary>The activations; row <see cref="Steps"/> is that of the observation after the last agent step.</summary>
    internal Activations<float> Batch { get; }

    /// <summary>Agent steps.</summary>
    internal int Steps { get; private set; }

    /// <summary>Whether the last agent step ended in a terminal state, of which there is no observation.</summary>
    internal bool IsTerminal { get; private set; }

    /// <summary>The row of the memory of an agent step.</summary>
    internal long RowOf(int step) => First + step;

    private long First { get; set; }

    /// <summary>The action of an agent step.</summary>
    internal int ActionOf(int step) => _memory.Ring.ActionOf(RowOf(step));

    /// <summary>The reward of an agent step, as training counts it.</summary>
    internal float RewardOf(int step) => _memory.Ring.RewardOf(RowOf(step));

    /// <summary>Draws a stretch and runs the network with θ′ on its observations.</summary>
    internal void Recall(RandomGenerator generator)
    {
        First = _memory.Draw(generator);
        Steps = _memory.Ring.LengthOfStretch(First, _longest);
        IsTerminal = _memory.Ring.IsTerminal(RowOf(Steps - 1));
        int rows = IsTerminal ? Steps : Steps + 1;
        for (int i = 0; i < rows; i++) Write(i);
        _model.Forward(Batch, 0, rows);
        _statistics.Mark(Phase.Act);
    }

    private void Write(int step)
    {
        _memory.Write(RowOf(step), Batch, step);
        if (Batch.Structure.SideInputs == 0) return;
        (step == 0 ? _memory.StepBefore(First) : _memory.StepOf(RowOf(step - 1))).Write(Batch.Side(step));
    }
}
