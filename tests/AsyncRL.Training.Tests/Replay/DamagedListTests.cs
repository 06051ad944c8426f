using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>
/// Lists in which a number may stand once: a damaged one is refused, and a restored one has nothing of what was there before.
/// </summary>
public class DamagedListTests
{
    private const int LastSlot = 7;

    [Fact]
    public void A_slot_that_a_list_has_twice_is_refused()
    {
        byte[] bytes = Save(ListOf(2, 0).Transfer);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), 2);
        Assert.Equal("the slot of a transition is 2 twice; expected each once", Refusal(new SlotList(4).Transfer, bytes));
    }

    [Fact]
    public void A_slot_that_priorities_by_rank_have_twice_is_refused()
    {
        byte[] bytes = Save(PrioritiesOf(2, 0).Transfer);
        BitConverter.TryWriteBytes(bytes.AsSpan(28), BitConverter.ToInt32(bytes, 16));
        Assert.Contains(
            "twice; expected each once", Refusal(new RankPriorities(4, 1).Transfer, bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_an_order_has_twice_is_refused()
    {
        byte[] bytes = Save(new MinibatchOrder(4, 2, new RandomGenerator(1)).Transfer);
        BitConverter.TryWriteBytes(bytes.AsSpan(32 + sizeof(int)), 0);
        Assert.Equal(
            "the order has the item 0 of a minibatch twice; expected each of 4 once",
            Refusal(new MinibatchOrder(4, 2, new RandomGenerator(1)).Transfer, bytes));
    }

    /// <summary>A saved memory ends with the number of its slots and the slots.</summary>
    [Fact]
    public void A_replay_memory_whose_slots_are_not_those_of_its_rows_is_refused()
    {
        ReplayMemory memory = Fill(), restored = Fill();
        byte[] bytes = Save(memory);
        int place = bytes.Length - ((memory.Count + 1) * sizeof(int));
        Assert.Equal(memory.Count, BitConverter.ToInt32(bytes, place));
        Restore(restored, bytes);
        Assert.Equal(bytes, Save(restored));

        byte[] fewer = bytes[..^sizeof(int)];
        BitConverter.TryWriteBytes(fewer.AsSpan(place), memory.Count - 1);
        Assert.Contains("of a replay memory can be drawn or not, unlike its flags", RefusalOf(fewer), StringComparison.Ordinal);
        byte[] more = [.. bytes, .. BitConverter.GetBytes(LastSlot)];
        BitConverter.TryWriteBytes(more.AsSpan(place), memory.Count + 1);
        Assert.Equal(
            $"the replay memory has {memory.Count} items and {memory.Count + 1} priorities; expected as many", RefusalOf(more));

        string RefusalOf(byte[] damaged) => Assert.Throws<InvalidDataException>(() => Restore(restored, damaged)).Message;
    }

    [Fact]
    public void A_last_action_that_an_environment_does_not_have_is_refused()
    {
        byte[] bytes = Save(state => new LastStep(3, 0.5f).Transfer(state, 4));
        Restore(state => Assert.Equal(new LastStep(3, 0.5f), LastStep.None.Transfer(state, 4)), bytes);
        Assert.Contains("last action is 3", Refusal(state => LastStep.None.Transfer(state, 3), bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_list_had_before_is_gone()
    {
        SlotList restored = ListOf(3, 1, 0);
        Restore(restored.Transfer, Save(ListOf(2, 0).Transfer));
        Assert.Equal([true, false, true, false], Array.ConvertAll([0, 1, 2, 3], restored.Contains));
    }

    [Fact]
    public void What_priorities_by_rank_had_before_is_gone()
    {
        RankPriorities restored = PrioritiesOf(3, 1, 0);
        Restore(restored.Transfer, Save(PrioritiesOf(2, 0).Transfer));
        Assert.Equal([true, false, true, false], Array.ConvertAll([0, 1, 2, 3], restored.Contains));
        restored.Draw(0, out double probability);
        Assert.Equal(2 / 3.0, probability, 1e-12);
    }

    private static SlotList ListOf(params int[] slots)
    {
        var list = new SlotList(4);
        foreach (int slot in slots) list.Add(slot);
        return list;
    }

    private static RankPriorities PrioritiesOf(params int[] slots)
    {
        var priorities = new RankPriorities(4, 1);
        foreach (int slot in slots) priorities.Add(slot);
        return priorities;
    }

    /// <summary>A memory with 5 rows, none of which is in the last slot.</summary>
    private static ReplayMemory Fill()
    {
        using var actor = new Actor(new ScriptedTask(default(StepOutcome)), new NoOptions(), new RandomGenerator(1));
        var settings = new ReplaySettings
        {
            Environments = 1,
            StepsPerUpdate = 1,
            ReplaySize = LastSlot + 1,
            ReplayStart = 1,
            MinibatchSize = 2,
            SaveReplay = true,
        };
        var memory = new ReplayMemory(actor.ObservationSpecification, actor.Actions, settings, new RandomGenerator(2));
        ExperienceRing ring = memory.Items[0].Ring;
        for (int step = 0; step < 5; step++)
        {
            ring.Observe(actor.Observation, step == 0);
            ring.Add(0, 0, default, actor.Observation);
            memory.Refresh();
        }

        Assert.InRange(memory.Count, 1, 5);
        Assert.True(ring.Capacity > LastSlot);
        return memory;
    }

    private static byte[] Save(ReplayMemory memory)
    {
        using var stream = new MemoryStream();
        memory.Section.Save(new BinaryWriter(stream));
        return stream.ToArray();
    }

    private static void Restore(ReplayMemory memory, byte[] bytes) =>
        memory.Section.Restore(new BinaryReader(new MemoryStream(bytes)));

    private static byte[] Save(Action<StateTransfer> transfer)
    {
        using var stream = new MemoryStream();
        transfer(new StateTransfer(new BinaryWriter(stream)));
        return stream.ToArray();
    }

    private static void Restore(Action<StateTransfer> transfer, byte[] bytes) =>
        transfer(new StateTransfer(new BinaryReader(new MemoryStream(bytes))));

    private static string Refusal(Action<StateTransfer> transfer, byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => Restore(transfer, bytes)).Message;
}
