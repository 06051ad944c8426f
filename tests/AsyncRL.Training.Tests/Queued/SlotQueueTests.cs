using System.Linq;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>The bounded queue, from one thread and from several.</summary>
public class SlotQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Items_leave_in_the_order_in_which_they_came(int capacity)
    {
        var queue = new SlotQueue(capacity);
        Assert.False(queue.TryTake(out _));
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < capacity; i++) queue.Add((round * capacity) + i);
            Assert.Equal(capacity, queue.Count);
            for (int i = 0; i < capacity; i++)
            {
                Assert.True(queue.TryTake(out int item));
                Assert.Equal((round * capacity) + i, item);
            }

            Assert.False(queue.TryTake(out _));
        }
    }

    [Fact]
    public void A_full_queue_refuses_an_item()
    {
        var queue = new SlotQueue(4);
        for (int i = 0; i < 4; i++) queue.Add(i);
        Assert.Throws<InvalidOperationException>(() => queue.Add(4));
        Assert.True(queue.TryTake(out _));
        queue.Add(4);
    }

    /// <summary>
    /// Slots circulate between two queues. Each thread takes a slot, changes its number without a lock, and passes it on. Every slot is
    /// always in one place, or a change is lost.
    /// </summary>
    [Fact]
    public void Threads_pass_slots_without_losing_or_sharing_one()
    {
        const int Slots = 5, Threads = 4, Passes = 50_000;
        var queues = new[] { new SlotQueue(Slots), new SlotQueue(Slots) };
        for (int slot = 0; slot < Slots; slot++) queues[0].Add(slot);
        var changes = new long[Slots];
        Infrastructure.Threads.Run(() => Pass(0), () => Pass(1), () => Pass(0), () => Pass(1));
        Assert.Equal(Threads * (long)Passes, changes.Sum());
        var left = new List<int>();
        foreach (SlotQueue queue in queues)
        {
            while (queue.TryTake(out int slot)) left.Add(slot);
        }

        Assert.Equal(Enumerable.Range(0, Slots), left.Order());

        void Pass(int source)
        {
            SlotQueue from = queues[source], to = queues[1 - source];
            for (int done = 0; done < Passes;)
            {
                if (!from.TryTake(out int slot))
                {
                    Thread.Yield();
                    continue;
                }

                changes[slot]++;
                to.Add(slot);
                done++;
            }
        }
    }

    [Fact]
    public void A_queue_is_saved_in_its_order()
    {
        var queue = new SlotQueue(8);
        for (int i = 0; i < 6; i++) queue.Add(i);
        for (int i = 0; i < 4; i++) queue.TryTake(out _);
        for (int i = 0; i < 5; i++) queue.Add(10 + i);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            queue.Transfer(new StateTransfer(writer), "slot", 15);
        stream.Position = 0;
        var copy = new SlotQueue(8);
        copy.Add(7);
        copy.Transfer(new StateTransfer(new BinaryReader(stream)), "slot", 15);
        foreach (int expected in new[] { 4, 5, 10, 11, 12, 13, 14 })
        {
            Assert.True(copy.TryTake(out int item));
            Assert.Equal(expected, item);
        }

        Assert.False(copy.TryTake(out _));
        stream.Position = 0;
        Assert.Throws<InvalidDataException>(() => copy.Transfer(new StateTransfer(new BinaryReader(stream)), "slot", 14));
    }
}
