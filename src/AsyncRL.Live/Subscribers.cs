using System.Threading.Channels;

namespace AsyncRL.Live;

/// <summary>
/// The pages that listen to a run. Each has a queue of its own. A page that reads slowly misses moments of the game. If it falls so far
/// behind that it would miss anything else, its connection ends; it then connects again and gets everything anew.
/// </summary>
internal sealed class Subscribers
{
    private const int QueueLength = 256;

    private readonly Lock _lock = new();
    private readonly List<Channel<LiveEvent>> _queues = [];

    /// <summary>Whether a page listens.</summary>
    internal bool Any
    {
        get
        {
            lock (_lock) return _queues.Count > 0;
        }
    }

    /// <summary>Adds a page.</summary>
    /// <param name="history">Makes the messages that it gets first. No other message is sent meanwhile.</param>
    /// <returns>The page's queue.</returns>
    internal Channel<LiveEvent> Add(Func<IEnumerable<LiveEvent>> history)
    {
        var queue = Channel.CreateBounded<LiveEvent>(QueueLength);
        lock (_lock)
        {
            foreach (LiveEvent first in history()) queue.Writer.TryWrite(first);
            _queues.Add(queue);
        }

        return queue;
    }

    /// <summary>Removes a page.</summary>
    internal void Remove(Channel<LiveEvent> queue)
    {
        lock (_lock) _queues.Remove(queue);
        queue.Writer.TryComplete();
    }

    /// <summary>Sends a message to all pages.</summary>
    /// <param name="change">Changes what the history of a new page has; no page is added meanwhile.</param>
    /// <param name="message">The message.</param>
    internal void Send(LiveEvent message, Action? change = null)
    {
        lock (_lock)
        {
            change?.Invoke();
            for (int i = _queues.Count - 1; i >= 0; i--)
            {
                if (_queues[i].Writer.TryWrite(message) || message.MayBeDropped) continue;
                _queues[i].Writer.TryComplete();
                _queues.RemoveAt(i);
            }
        }
    }
}
