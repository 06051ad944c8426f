using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// UNREAL's memory of one thread: its last agent steps, each with the action and reward before it, its own raw reward, and the change of
/// the pixels that it caused; and the windows of reward prediction. After construction nothing is allocated, except when it is saved.
/// </summary>
internal sealed class UnrealMemory : IStepMemory
{
    private const int LastChoice = 0;
    private const int LastReward = 1;
    private const int OwnReward = 2;
    private const int FirstCell = 3;

    private readonly ThreadMemory _memory;
    private readonly RewardWindows? _windows;
    private readonly PixelCells? _cells;
    private readonly float[] _numbers;
    private readonly int _choices;

    /// <summary>Allocates the memory.</summary>
    /// <param name="actor">The thread's environment.</param>
    /// <param name="options">Size, start, and what is learned from it.</param>
    internal UnrealMemory(Actor actor, UnrealOptions options)
    {
        _choices = actor.Actions.Count;
        _cells = options.ControlsPixels ? new PixelCells(actor.ObservationSpecification) : null;
        _numbers = new float[NumbersOf(actor.ObservationSpecification, options)];
        _memory = new ThreadMemory(actor, options.Memory, _numbers.Length);
        _windows = options.PredictsRewards ? new RewardWindows(_memory.Ring) : null;
    }

    /// <summary>The agent steps.</summary>
    internal ExperienceRing Ring => _memory.Ring;

    /// <summary>Whether the memory holds the starting amount.</summary>
    internal bool IsReady => _memory.IsReady;

    /// <summary>Number of windows of reward prediction.</summary>
    internal int Windows => _windows?.Count ?? 0;

    /// <summary>The size of a memory, for the estimate.</summary>
    internal static StoreSize SizeOf(ObservationSpecification observation, UnrealOptions options)
    {
        StoreSize size = ThreadMemory.SizeOf(observation, options.Memory, NumbersOf(observation, options));
        Int128 windows = options.PredictsRewards ? RewardWindows.BytesOf(options.Memory.RowsOfRing(observation)) : 0;
        return size with { Bytes = size.Bytes + windows, UnsavedBytes = options.Memory.IsSaved ? 0 : size.Bytes + windows };
    }

    /// <inheritdoc/>
    public void Observe(Actor actor, bool begins)
    {
        Ring.Observe(actor.Observation, begins);
        (_numbers[LastChoice], _numbers[LastReward]) = (actor.LastStep.Choice, actor.LastStep.Reward);
    }

    /// <inheritdoc/>
    public void Add(int choice, float reward, StepOutcome outcome, Actor actor)
    {
        _numbers[OwnReward] = actor.LastStep.Reward;
        _cells?.Compute(Ring.Pending.Pixels, actor.Observation.Pixels, _numbers.AsSpan(FirstCell));
        _memory.Add(choice, reward, outcome, actor.Observation, _numbers);
        _windows?.Refresh();
    }

    /// <summary>Draws an agent step, each with the same probability.</summary>
    /// <returns>Its row.</returns>
    internal long Draw(RandomGenerator generator) => _memory.Draw(generator);

    /// <summary>Draws a window of reward prediction. There is at least one.</summary>
    /// <returns>Its last row.</returns>
    internal long DrawWindow(RandomGenerator generator) => _windows!.Draw(generator);

    /// <summary>The change of each cell that the agent step of a row caused.</summary>
    internal ReadOnlySpan<float> ChangesOf(long row) => Ring.NumbersOf(row)[FirstCell..];

    /// <summary>The action and the reward before the agent step of a row.</summary>
    internal LastStep StepBefore(long row) => new((int)Ring.NumbersOf(row)[LastChoice], Ring.NumbersOf(row)[LastReward]);

    /// <summary>The action and the reward of the agent step of a row, as the row after it has them before it.</summary>
    internal LastStep StepOf(long row) => new(Ring.ActionOf(row), Ring.NumbersOf(row)[OwnReward]);

    /// <summary>Writes the observation of a row as the network takes it, without the numbers beside it.</summary>
    internal void Write(long row, Activations<float> batch, int batchRow) => _memory.Write(row, batch, batchRow);

    /// <summary>Writes or reads the memory, or only that it is not saved.</summary>
    internal void Transfer(StateTransfer state)
    {
        if (!_memory.Transfer(state)) return;
        if (state.IsRestoring) CheckLastChoices();
        _windows?.Transfer(state);
    }

    /// <summary>A network takes the last action as the index of one of its inputs.</summary>
    private void CheckLastChoices()
    {
        for (long row = Ring.Oldest; row < Ring.Written; row++)
            SavedState.Check("last action of a row", (long)Ring.NumbersOf(row)[LastChoice], LastStep.None.Choice, _choices - 1);
    }

    private static int NumbersOf(ObservationSpecification observation, UnrealOptions options) =>
        FirstCell + (options.ControlsPixels ? new PixelCells(observation).Count : 0);
}
