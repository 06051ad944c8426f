using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace AsyncRL.Live;

/// <summary>One message to a page.</summary>
/// <param name="Kind">Its kind: "run", "metrics", "threads", "moment", "saliency", "end", "status" or "problem".</param>
/// <param name="Json">Its content.</param>
/// <param name="MayBeDropped">Whether a page that reads slowly may miss it.</param>
internal sealed record LiveEvent(string Kind, string Json, bool MayBeDropped = false)
{
    /// <summary>The kind of a message that only pages get which asked for it.</summary>
    internal const string Saliency = "saliency";

    /// <summary>Makes a message.</summary>
    internal static LiveEvent Of(string kind, JsonNode content, bool mayBeDropped = false) =>
        new(kind, content.ToJsonString(), mayBeDropped);
}

/// <summary>
/// The pages that listen to a run. Each has a queue of its own. A page that reads slowly misses moments of the game. If it falls so far
/// behind that it would miss anything else, its connection ends; it then connects again and gets everything anew.
/// </summary>
internal sealed class Subscribers
{
    private const int QueueLength = 256;

    private readonly Lock _lock = new();
    private readonly List<(Channel<LiveEvent> Queue, bool WantsSaliency)> _pages = [];

    /// <summary>Whether a page listens.</summary>
    internal bool Any
    {
        get
        {
            lock (_lock) return _pages.Count > 0;
        }
    }

    /// <summary>Whether a page listens that shows saliency.</summary>
    internal bool AnyWantsSaliency
    {
        get
        {
            lock (_lock) return _pages.Exists(page => page.WantsSaliency);
        }
    }

    /// <summary>Adds a page.</summary>
    /// <param name="history">Makes the messages that it gets first. No other message is sent meanwhile.</param>
    /// <param name="wantsSaliency">Whether the page shows saliency.</param>
    /// <returns>The page's queue.</returns>
    internal Channel<LiveEvent> Add(Func<IEnumerable<LiveEvent>> history, bool wantsSaliency = false)
    {
        var queue = Channel.CreateBounded<LiveEvent>(QueueLength);
        lock (_lock)
        {
            foreach (LiveEvent first in history())
            {
                if (IsFor(first, wantsSaliency)) queue.Writer.TryWrite(first);
            }

            _pages.Add((queue, wantsSaliency));
        }

        return queue;
    }

    /// <summary>Makes a message for a page that does not listen. No other message is sent meanwhile.</summary>
    internal LiveEvent Make(Func<LiveEvent> message)
    {
        lock (_lock) return message();
    }

    /// <summary>Removes a page.</summary>
    internal void Remove(Channel<LiveEvent> queue)
    {
        lock (_lock) _pages.RemoveAll(page => page.Queue == queue);
        queue.Writer.TryComplete();
    }

    /// <summary>Sends a message to all pages, or saliency to those that show it.</summary>
    /// <param name="change">Changes what the history of a new page has; no page is added meanwhile.</param>
    /// <param name="message">The message.</param>
    internal void Send(LiveEvent message, Action? change = null)
    {
        lock (_lock)
        {
            change?.Invoke();
            for (int i = _pages.Count - 1; i >= 0; i--)
            {
                (Channel<LiveEvent> queue, bool wantsSaliency) = _pages[i];
                if (!IsFor(message, wantsSaliency) || queue.Writer.TryWrite(message) || message.MayBeDropped) continue;
                queue.Writer.TryComplete();
                _pages.RemoveAt(i);
            }
        }
    }

    private static bool IsFor(LiveEvent message, bool wantsSaliency) => wantsSaliency || message.Kind != LiveEvent.Saliency;
}
