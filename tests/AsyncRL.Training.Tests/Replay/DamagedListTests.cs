using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>
/// Lists in which a number may stand once: a damaged one is refused, and a restored one has nothing of what was there before.
/// </summary>
public class DamagedListTests
{
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
