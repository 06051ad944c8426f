namespace AsyncRL.Interchange.TensorBoard;

/// <summary>The tags under which TensorBoard shows the columns of a run's tables. A tag's first part is the group of its chart.</summary>
internal static class EventTags
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["frames"] = "progress/frames",
        ["seconds"] = "progress/seconds",
        ["episodes"] = "progress/episodes",
        ["mean_return"] = "episode/mean_return",
        ["min_return"] = "episode/smallest_return",
        ["max_return"] = "episode/largest_return",
        ["learning_rate"] = "rate/learning",
        ["agent_steps_per_second"] = "speed/agent_steps_per_second",
        ["policy_loss"] = "loss/policy",
        ["value_loss"] = "loss/value",
        ["entropy"] = "policy/entropy",
        ["gradient_norm"] = "gradient/norm",
    };

    /// <summary>The tag of a column of metrics.csv; null for the column of agent steps, and for that of the reports' numbers.</summary>
    internal static string? OfMetric(string column) =>
        column is "agent_steps" or "report" ? null : Known.GetValueOrDefault(column) ?? $"metric/{column}";

    /// <summary>The tag of a column of threads.csv; null for columns that are no measurement.</summary>
    internal static string? OfThread(string column, string thread) => column switch
    {
        "agent_steps" or "seconds" or "rank" or "thread" or "report" => null,
        "mean_staleness" => $"thread {thread}/staleness",
        _ => $"thread {thread}/{column}",
    };
}
