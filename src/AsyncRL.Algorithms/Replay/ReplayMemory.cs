using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The replay memory of a run: a ring of agent steps for each environment, and the probabilities with which transitions are drawn. Each
/// thread writes the rings of its own environments. One thread at a time does everything else, while no thread writes.
/// </summary>
internal sealed class ReplayMemory
{
    private readonly ReplaySettings _settings;
    private readonly IPriorities _priorities;
    private readonly RandomGenerator _generator;
    private readonly double[] _probabilities;
    private readonly int _capacity;
    private readonly int _choices;
    private readonly string _name;

    /// <summary>Allocates the memory.</summary>
    /// <param name="observation">An observation.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="settings">Size and probabilities.</param>
    /// <param name="generator">The source of chance for drawing.</param>
    /// <param name="makeItems">Makes the items of a ring; null for transitions.</param>
    /// <param name="rings">Number of rings; null for one for each environment.</param>
    /// <param name="name">The name of its section in a checkpoint.</param>
    internal ReplayMemory(
        ObservationSpecification observation,
        ActionSpecification actions,
        ReplaySettings settings,
        RandomGenerator generator,
        Func<ExperienceRing, IPriorities, int, RingItems>? makeItems = null,
        int? rings = null,
        string name = "replay memory")
    {
        (_settings, _generator, _choices, _name) = (settings, generator, actions.Count, name);
        _capacity = settings.RowsOfRing(observation);
        Items = new RingItems[rings ?? settings.Environments];
        _priorities = settings.CreatePriorities(checked(Items.Length * _capacity));
        makeItems ??= (ring, priorities, firstSlot) => new RingItems(ring, priorities, firstSlot);
        for (int i = 0; i < Items.Length; i++)
            Items[i] = makeItems(new ExperienceRing(observation, _capacity, settings.Steps, settings.Numbers), _priorities, i * _capacity);
        Minibatch = new Minibatch(settings.MinibatchSize);
        Array.Fill(Minibatch.Weights, 1);
        _probabilities = new double[settings.MinibatchSize];
    }

    /// <summary>The ring of each environment, and what can be drawn from it.</summary>
    internal RingItems[] Items { get; }

    /// <summary>The transitions that were drawn last.</summary>
    internal Minibatch Minibatch { get; }

    /// <summary>Number of items that can be drawn.</summary>
    internal int Count => _priorities.Count;

    /// <summary>Number of rows among which the items are.</summary>
    internal long Rows
    {
        get
        {
            long rows = 0;
            foreach (RingItems items in Items) rows += items.Rows;
            return rows;
        }
    }

    /// <summary>The section of a checkpoint with the whole memory, or only with what does not depend on its content.</summary>
    internal Section Section => new(_name, Transfer);

    /// <summary>The size of a memory, for the estimate.</summary>
    internal static StoreSize SizeOf(ObservationSpecification observation, ReplaySettings settings)
    {
        Int128 slots = (Int128)settings.Environments * settings.RowsOfRing(observation);
        Int128 rows = slots * ExperienceRing.BytesOfRow(observation, settings.Numbers);
        Int128 bytes = rows + settings.BytesOfPriorities(slots);
        return new StoreSize(bytes, 4 * slots, "the replay memory") { UnsavedBytes = settings.SaveReplay ? 0 : bytes };
    }

    /// <summary>The source of chance for drawing in a run.</summary>
    internal static RandomGenerator GeneratorOf(ulong seed) => new RandomGenerator(seed).Split("replay");

    /// <summary>Takes away the items that lost a part, and takes in those that became complete.</summary>
    internal void Refresh()
    {
        foreach (RingItems items in Items) items.Refresh();
    }

    /// <summary>Draws a minibatch, one transition from each of as many equal shares of the probability.</summary>
    /// <param name="agentStep">T, on which β depends.</param>
    /// <param name="lastAgentStep">T_max.</param>
    internal void Draw(long agentStep, long lastAgentStep)
    {
        for (int j = 0; j < Minibatch.Size; j++)                                // PER:2
        {
            double uniform = (j + _generator.NextDouble()) / Minibatch.Size;
            Minibatch.Slots[j] = _priorities.Draw(uniform, out _probabilities[j]);
        }

        if (_settings.IsUniform) return;
        double first = _settings.ImportanceExponent;
        double exponent = _settings.KeepsImportanceExponent ? first : ImportanceWeights.ExponentAt(first, agentStep, lastAgentStep);
        double smallest = _settings.DividesByMemory ? _priorities.SmallestProbability : 0;
        ImportanceWeights.Compute(_probabilities, Count, exponent, smallest, Minibatch.Weights);
    }

    /// <summary>
    /// Sets the priorities of the drawn transitions by their errors. Of a transition that was drawn twice the later error counts.
    /// </summary>
    internal void UpdatePriorities()
    {
        if (_settings.IsUniform) return;
        for (int j = 0; j < Minibatch.Size; j++) _priorities.Set(Minibatch.Slots[j], Minibatch.Errors[j]);
    }

    /// <summary>The items to which a slot belongs, and the row that the slot has.</summary>
    internal (RingItems Items, long Row) Find(int slot)
    {
        (int ring, int slotOfRing) = Math.DivRem(slot, _capacity);
        return (Items[ring], Items[ring].Ring.RowOf(slotOfRing));
    }

    private void Transfer(StateTransfer state)
    {
        state.Generator(_generator);
        if (!state.Truth(_settings.SaveReplay, "mark of a saved replay memory")) return;
        foreach (RingItems items in Items) items.Transfer(state, _choices);
        _priorities.Transfer(state);
        if (state.IsRestoring) CheckPriorities();
    }

    private void CheckPriorities()
    {
        int count = 0;
        foreach (RingItems items in Items) count += items.CheckPriorities();
        if (count != Count)
            throw new InvalidDataException($"the replay memory has {count} items and {Count} priorities; expected as many");
    }
}

/// <summary>The transitions from which one update learns, the weights of their errors, and the errors once they are computed.</summary>
/// <param name="size">Number of transitions.</param>
internal sealed class Minibatch(int size)
{
    /// <summary>Number of transitions.</summary>
    internal int Size => Slots.Length;

    /// <summary>The slot of each transition, among the slots of all rings.</summary>
    internal int[] Slots { get; } = new int[size];

    /// <summary>The weight of each gradient, at most 1.</summary>
    internal float[] Weights { get; } = new float[size];

    /// <summary>y − Q(s, a) of each transition, without weight. The learners write them.</summary>
    internal float[] Errors { get; } = new float[size];
}

/// <summary>
/// The weights (N P)^−β that correct for the probabilities with which transitions are drawn (Schaul et al. 2016, section 3.4), divided by
/// the largest weight, so that they only make updates smaller.
/// </summary>
internal static class ImportanceWeights
{
    /// <summary>β after some agent steps: it rises linearly to 1 at the end of the run.</summary>
    /// <param name="first">β₀.</param>
    /// <param name="agentStep">T.</param>
    /// <param name="lastAgentStep">T_max.</param>
    internal static double ExponentAt(double first, long agentStep, long lastAgentStep) => // PER:7
        Math.Min(1, first + ((1 - first) * agentStep / lastAgentStep));

    /// <summary>Turns probabilities into weights.</summary>
    /// <param name="probabilities">P of each transition; overwritten by (N P)^−β.</param>
    /// <param name="count">N, the number of transitions of the memory.</param>
    /// <param name="exponent">β.</param>
    /// <param name="smallestProbability">
    /// The smallest probability of the memory, by whose weight all are divided; 0 to divide by the largest weight of the minibatch.
    /// </param>
    /// <param name="weights">Receives the weights.</param>
    internal static void Compute(
        Span<double> probabilities, int count, double exponent, double smallestProbability, Span<float> weights) // PER:3
    {
        double largest = smallestProbability > 0 ? Math.Pow(count * smallestProbability, -exponent) : 0;
        foreach (ref double number in probabilities)
        {
            number = Math.Pow(count * number, -exponent);
            if (!(smallestProbability > 0)) largest = Math.Max(largest, number);
        }

        for (int i = 0; i < weights.Length; i++) weights[i] = (float)(probabilities[i] / largest);
    }
}
