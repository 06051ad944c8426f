using AsyncRL.Algorithms.Acting;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Actors;

public class EpisodeQueueTests
{
    private const int Capacity = 1 << 14;

    [Fact]
    public void Episodes_come_out_in_the_order_in_which_they_went_in()
    {
        var queue = new EpisodeQueue();
        Assert.False(queue.TryTake(out _));
        for (int i = 0; i < 3; i++) queue.Add(Make(i));
        for (int i = 0; i < 3; i++)
        {
            Assert.True(queue.TryTake(out EpisodeRecord episode));
            Assert.Equal(Make(i), episode);
        }

        Assert.False(queue.TryTake(out _));
        Assert.Equal(0, queue.Dropped);
    }

    [Fact]
    public void What_finds_the_queue_full_is_counted_and_what_is_queued_is_kept()
    {
        var queue = new EpisodeQueue();
        for (int i = 0; i < Capacity + 5; i++) queue.Add(Make(i));
        Assert.Equal(5, queue.Dropped);
        for (int i = 0; i < Capacity; i++)
        {
            Assert.True(queue.TryTake(out EpisodeRecord episode));
            Assert.Equal(Make(i), episode);
        }

        Assert.False(queue.TryTake(out _));
        queue.Add(Make(99));
        Assert.True(queue.TryTake(out EpisodeRecord last));
        Assert.Equal(Make(99), last);
    }

    /// <summary>The ring is used many times, by a reader that only sometimes keeps up with the writer.</summary>
    [Fact]
    public void Between_two_threads_every_episode_arrives_whole_in_order_or_is_counted_as_dropped()
    {
        const int Episodes = 2_000_000;
        var queue = new EpisodeQueue();
        bool written = false;
        long taken = 0;
        Threads.Run(
            () =>
            {
                for (int i = 0; i < Episodes; i++) queue.Add(Make(i));
                Volatile.Write(ref written, true);
            },
            () =>
            {
                long last = -1;
                while (true)
                {
                    bool over = Volatile.Read(ref written);
                    while (queue.TryTake(out EpisodeRecord episode))
                    {
                        Assert.True(episode == Make((int)episode.AgentStep), $"{episode} is made of two.");
                        Assert.True(episode.AgentStep > last, $"{episode} came after {last}.");
                        (last, taken) = (episode.AgentStep, taken + 1);
                    }

                    if (over) return;
                }
            });
        Assert.Equal(Episodes, taken + queue.Dropped);
        Assert.True(taken >= Capacity);
    }

    private static EpisodeRecord Make(int i) => new(i % 7, i, 0.5 * i, ~i);
}
