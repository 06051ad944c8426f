using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>A memory that keeps the agent steps of an actor while it acts.</summary>
internal interface IStepMemory
{
    /// <summary>Keeps the actor's present observation, in which the next action is taken.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="begins">Whether the observation is the first of an episode.</param>
    void Observe(Actor actor, bool begins);

    /// <summary>Adds the agent step in the observation that was kept last.</summary>
    /// <param name="choice">a.</param>
    /// <param name="reward">r, as training counts it.</param>
    /// <param name="outcome">Determines whether the episode ended.</param>
    /// <param name="actor">The actor, after the step.</param>
    void Add(int choice, float reward, StepOutcome outcome, Actor actor);
}

/// <summary>
/// The replay memory of one thread that acts in one environment: a ring of agent steps, from which each that is complete is drawn with the
/// same probability. After construction nothing is allocated, except when it is saved.
/// </summary>
internal sealed class ThreadMemory : IStepMemory
{
    private readonly ThreadMemoryOptions _options;
    private readonly UniformPriorities _priorities;
    private readonly RingItems _items;
    private readonly int _choices;
    private readonly byte[] _stack;

    /// <summary>Allocates the memory.</summary>
    /// <param name="actor">The thread's environment.</param>
    /// <param name="options">Size and start.</param>
    /// <param name="numbers">Further numbers of each agent step.</param>
    internal ThreadMemory(Actor actor, ThreadMemoryOptions options, int numbers = 0)
    {
        ObservationSpecification observation = actor.ObservationSpecification;
        (_options, _choices) = (options, actor.Actions.Count);
        int rows = options.RowsOfRing(observation);
        (_priorities, _stack) = (new UniformPriorities(rows), new byte[observation.Size]);
        _items = new RingItems(new ExperienceRing(observation, rows, 1, numbers), _priorities, firstSlot: 0);
    }

    /// <summary>The agent steps.</summary>
    internal ExperienceRing Ring => _items.Ring;

    /// <summary>Number of agent steps that can be drawn.</summary>
    internal int Count => _priorities.Count;

    /// <summary>Whether the memory holds the starting amount. A memory that is full does in any case.</summary>
    internal bool IsReady => Count > 0 && (Count >= _options.Start || Ring.Written >= Ring.Capacity);

    /// <summary>The size of a memory, for the estimate.</summary>
    internal static StoreSize SizeOf(ObservationSpecification observation, ThreadMemoryOptions options, int numbers = 0)
    {
        Int128 rows = options.RowsOfRing(observation);
        Int128 bytes = (rows * ExperienceRing.BytesOfRow(observation, numbers)) + SlotList.BytesOf(rows) + observation.Size;
        return new StoreSize(bytes, rows * Math.Max(1, numbers)) { UnsavedBytes = options.IsSaved ? 0 : bytes };
    }

    /// <inheritdoc/>
    public void Observe(Actor actor, bool begins) => Ring.Observe(actor.Observation, begins);

    /// <inheritdoc/>
    public void Add(int choice, float reward, StepOutcome outcome, Actor actor) => Add(choice, reward, outcome, actor.Observation);

    /// <summary>Adds the agent step in the observation that the ring keeps, and takes away what it overwrites.</summary>
    internal void Add(int action, float reward, StepOutcome outcome, Observation after, ReadOnlySpan<float> numbers = default)
    {
        Ring.Add(action, reward, outcome, after, numbers);
        _items.Refresh();
    }

    /// <summary>Draws an agent step. At least one can be drawn.</summary>
    /// <returns>The number of its row.</returns>
    internal long Draw(RandomGenerator generator) => Ring.RowOf(_priorities.Draw(generator.NextDouble(), out _));

    /// <summary>Writes the observation of a row as the network takes it.</summary>
    internal void Write(long row, Activations<float> batch, int batchRow) => Ring.Write(row, _stack, batch, batchRow);

    /// <summary>Writes or reads the memory, or only that it is not saved.</summary>
    /// <returns>Whether it is saved.</returns>
    internal bool Transfer(StateTransfer state)
    {
        if (!state.Truth(_options.IsSaved, "mark of a saved replay memory")) return false;
        _items.Transfer(state, _choices);
        _priorities.Transfer(state);
        if (state.IsRestoring && _items.CheckPriorities() is var items && items != Count)
            throw new InvalidDataException($"a replay memory lists {Count} agent steps; expected {items}, as many as it can draw");
        return true;
    }
}

/// <summary>The size of one thread's replay memory.</summary>
/// <param name="Size">Agent steps that it holds.</param>
/// <param name="Start">Agent steps that it must hold before it is learned from.</param>
/// <param name="IsSaved">Whether checkpoints have it.</param>
internal readonly record struct ThreadMemoryOptions(int Size, int Start, bool IsSaved)
{
    /// <summary>The rows of the ring, not fewer than it needs.</summary>
    internal int RowsOfRing(ObservationSpecification observation) => ExperienceRing.CapacityFor(observation, 1, Size);
}

/// <summary>A number with a Poisson distribution: how often a thread learns from its memory between two segments of acting.</summary>
internal static class PoissonDraw
{
    /// <summary>The largest mean. e to the power of −mean is a normal number up to 708.</summary>
    internal const double LargestMean = 500;

    /// <summary>Draws a number: how many uniform numbers are multiplied until the product falls below e^−mean, less one (Knuth).</summary>
    /// <param name="mean">From 0 to <see cref="LargestMean"/>. With 0 nothing is drawn.</param>
    /// <param name="generator">The source of chance.</param>
    /// <returns>The number, at least 0.</returns>
    internal static int Of(double mean, RandomGenerator generator)
    {
        if (mean <= 0) return 0;
        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = generator.NextDouble(); product > limit; product *= generator.NextDouble()) count++;
        return count;
    }
}
