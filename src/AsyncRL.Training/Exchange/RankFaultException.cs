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
