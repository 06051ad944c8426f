using System.Globalization;

namespace AsyncRL.Training.Exchange;

/// <summary>A worker of another rank failed, or the ranks do not fit each other any more.</summary>
public sealed class RankFaultException : Exception
{
    /// <summary>Whether the failure is told by another rank, so that this one only follows it.</summary>
    public bool IsOfAnotherRank { get; init; }

    /// <summary>Reports the failure.</summary>
    public RankFaultException()
    {
    }

    /// <summary>Reports the failure.</summary>
    /// <param name="message">Which worker failed, at which agent step, and its message.</param>
    public RankFaultException(string message)
        : base(message)
    {
    }

    /// <summary>Reports the failure.</summary>
    /// <param name="message">Which worker failed, at which agent step, and its message.</param>
    /// <param name="innerException">The cause.</param>
    public RankFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A rank did not answer in a round. The run cannot continue, because the ranks no longer agree.</summary>
public sealed class RankMissingException : Exception
{
    /// <summary>Reports ranks that did not answer.</summary>
    /// <param name="ranks">Their numbers.</param>
    /// <param name="limit">How long they were waited for.</param>
    public RankMissingException(IReadOnlyList<int> ranks, TimeSpan limit)
        : base(Describe(ranks, limit))
    {
    }

    /// <summary>Reports a rank that did not answer.</summary>
    public RankMissingException()
    {
    }

    /// <summary>Reports a rank that did not answer.</summary>
    /// <param name="message">Which, and since when.</param>
    public RankMissingException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a rank that did not answer.</summary>
    /// <param name="message">Which, and since when.</param>
    /// <param name="innerException">The cause.</param>
    public RankMissingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    private static string Describe(IReadOnlyList<int> ranks, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        string names = ranks.Count switch
        {
            0 => "A rank that stopped in the middle of a call",
            1 => $"Rank {ranks[0]}",
            _ => $"The ranks {string.Join(", ", ranks)}",
        };
        string verb = ranks.Count > 1 ? "have" : "has";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{names} {verb} not answered for {limit.TotalSeconds:0.#} seconds (option rank-timeout-seconds).");
    }
}
