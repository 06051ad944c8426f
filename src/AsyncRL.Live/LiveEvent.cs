using System.Text.Json.Nodes;

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
